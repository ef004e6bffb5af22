//! What the reader can say against a text, as facts.

use crate::condition::Condition;
use crate::effort::Stopped;
use crate::heap::OutOfMemory;
use crate::source::{Place, SourceId, Span};
use std::rc::Rc;

/// Why there is no datum.
#[derive(Debug)]
pub enum ReadError {
    /// The text ends inside of a datum or a comment: more text could make it whole.
    Incomplete {
        /// The innermost construct that is open.
        opened: Opened,
        /// Where that begins.
        place: Place,
        /// The outermost bracketed construct that is open, and where it begins; the string, symbol or
        /// block comment in which the text ends, if it ends in one.
        outermost: (Opened, Place),
        /// Where the first definition begins that stands in the first column inside of something open:
        /// what is missing is probably missing before it.
        suspect: Option<Place>,
    },
    /// No further text could make it right.
    Invalid {
        /// What is wrong.
        reason: Reason,
        /// Where the wrong thing begins.
        place: Place,
        /// The byte after it.
        end: u64,
    },
    /// Something else than the text: no memory, a number without a value.
    Other(Box<Condition>),
}

impl ReadError {
    /// The same error of a text that begins at `start` of a longer one.
    pub fn moved(mut self, start: Place) -> ReadError {
        let moved = |at: &mut Place| {
            if at.line == 1 {
                at.column += start.column - 1;
            }
            at.line += start.line - 1;
        };
        match &mut self {
            ReadError::Incomplete { place, outermost, suspect, .. } => {
                moved(place);
                moved(&mut outermost.1);
                suspect.iter_mut().for_each(moved);
            }
            ReadError::Invalid { reason, place, .. } => {
                moved(place);
                if let Reason::MismatchedClose { opened, .. } = reason {
                    moved(opened);
                }
            }
            ReadError::Other(_) => {}
        }
        self
    }

    /// The condition that tells a program, of a text that it took from a file.
    pub fn in_file(self, path: &str) -> Box<Condition> {
        let mut condition = Box::<Condition>::from(self);
        if let Condition::Read { file, .. } = &mut *condition {
            *file = Some(path.to_owned());
        }
        condition
    }

    /// Whether the work was stopped: what was read can be read again.
    pub fn is_stop(&self) -> bool {
        match self {
            ReadError::Other(condition) => Stopped::of(condition).is_some(),
            ReadError::Incomplete { .. } | ReadError::Invalid { .. } => false,
        }
    }
}

/// Where a text that was refused is wrong.
#[derive(Debug)]
pub struct Refused {
    /// What is wrong.
    pub span: Span,
    /// What else is worth looking at.
    pub others: Vec<(Span, Aside)>,
    /// The text, which stays as long as it is asked for.
    _text: Rc<str>,
}

/// What else is worth looking at in a text that was refused.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Aside {
    /// The opening bracket that the closing one does not fit.
    Opening,
    /// The innermost construct that is open, where it is not the outermost.
    Innermost,
    /// A definition in the first column inside of something open: what is missing is probably
    /// missing before it.
    Definition,
}

impl Refused {
    /// Where `error` says that a text is wrong, if it does.
    pub(super) fn of(error: &ReadError, source: SourceId, text: &Rc<str>) -> Option<Refused> {
        let span = |start: u64, end: u64| Span { source, start: start as u32, end: end as u32 };
        let one = |place: &Place| span(place.offset, place.offset + 1);
        let (span, others) = match error {
            ReadError::Incomplete { place, outermost, suspect, .. } => {
                let inner = (*place != outermost.1).then(|| (one(place), Aside::Innermost));
                let suspect = suspect.map(|place| (one(&place), Aside::Definition));
                (one(&outermost.1), suspect.into_iter().chain(inner).collect())
            }
            ReadError::Invalid { reason, place, end } => {
                let mut others = Vec::new();
                if let Reason::MismatchedClose { opened, .. } = reason {
                    others.push((one(opened), Aside::Opening));
                }
                (span(place.offset, *end), others)
            }
            ReadError::Other(_) => return None,
        };
        Some(Refused { span, others, _text: Rc::clone(text) })
    }
}

/// A construct that a text can leave open.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each is its own name; `describe` gives the words")]
pub enum Opened {
    List,
    Vector,
    Bytevector,
    String,
    Symbol,
    BlockComment,
    DatumComment,
    Quotation,
    Label,
}

impl Opened {
    /// `list`, …: what a message says is not closed.
    pub fn describe(self) -> &'static str {
        match self {
            Opened::List => "list",
            Opened::Vector => "vector",
            Opened::Bytevector => "bytevector",
            Opened::String => "string",
            Opened::Symbol => "|symbol|",
            Opened::BlockComment => "block comment",
            Opened::DatumComment => "datum comment",
            Opened::Quotation => "quotation",
            Opened::Label => "labelled datum",
        }
    }
}

/// What is wrong with a text.
#[derive(Clone, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "each is its own name; `sentence` gives the words")]
pub enum Reason {
    /// A closing bracket that nothing opened.
    StrayClose,
    /// A closing bracket of the wrong shape; where the open one is, and the shape that would close it.
    MismatchedClose {
        opened: Place,
        wanted: char,
    },
    /// A dot that is not before the last element of a list.
    StrayDot,
    /// `(a . )`.
    NothingAfterDot,
    /// `(a . b c)`.
    TooMuchAfterDot,
    /// A quotation, comment or label that a closing bracket follows.
    NothingAfter(Opened),
    UnknownEscape(char),
    /// `\x` without hexadecimal digits and a semicolon, or of no character.
    BadHexEscape,
    UnknownCharacterName(String),
    UnknownHashSyntax(String),
    UnknownDirective(String),
    BadNumber(String),
    /// Something that is not an exact integer from 0 to 255, in `#u8(…)`.
    NotAByte,
    UnknownLabel(u32),
    DuplicateLabel(u32),
    /// `#0=#0#`.
    LabelOfItself(u32),
    IllegalCharacter(char),
    /// `#<…>`: what is printed so cannot be read back.
    Unreadable,
}

impl Reason {
    /// A plain sentence without an end.
    pub fn sentence(&self) -> String {
        match self {
            Reason::StrayClose => "a closing parenthesis that nothing opened".into(),
            Reason::MismatchedClose { opened, wanted } => format!(
                "expected {wanted}, which closes the bracket opened at line {}, column {}",
                opened.line, opened.column
            ),
            Reason::StrayDot => "a dot that is not before the last element of a list".into(),
            Reason::NothingAfterDot => "nothing between the dot and the parenthesis".into(),
            Reason::TooMuchAfterDot => "more than one datum after the dot".into(),
            Reason::NothingAfter(what) => format!("a {} of nothing", what.describe()),
            Reason::UnknownEscape(c) => format!("unknown escape \\{c}"),
            Reason::BadHexEscape => {
                "\\x needs the hexadecimal number of a character and a semicolon".into()
            }
            Reason::UnknownCharacterName(name) => format!("unknown character name #\\{name}"),
            Reason::UnknownHashSyntax(text) => format!("unknown syntax {text}"),
            Reason::UnknownDirective(name) => format!("unknown directive #!{name}"),
            Reason::BadNumber(text) => format!("not a number: {text}"),
            Reason::NotAByte => "a bytevector holds exact integers from 0 to 255 only".into(),
            Reason::UnknownLabel(label) => format!("#{label}# refers to no label"),
            Reason::DuplicateLabel(label) => format!("the label #{label}= stands here twice"),
            Reason::LabelOfItself(label) => format!("#{label}= labels nothing but itself"),
            Reason::IllegalCharacter(c) => {
                format!("the character {} cannot stand here", c.escape_debug())
            }
            Reason::Unreadable => "what is printed as #<…> cannot be read back".into(),
        }
    }
}

impl From<OutOfMemory> for ReadError {
    fn from(error: OutOfMemory) -> ReadError {
        ReadError::Other(error.into())
    }
}

impl From<Box<Condition>> for ReadError {
    fn from(condition: Box<Condition>) -> ReadError {
        ReadError::Other(condition)
    }
}

impl From<ReadError> for Box<Condition> {
    fn from(error: ReadError) -> Box<Condition> {
        let (reason, place, before) = match error {
            ReadError::Incomplete { outermost: (opened, place), suspect, .. } => {
                let reason = format!("the {} that begins here is not closed", opened.describe());
                (reason, place, suspect.map(|suspect| suspect.line as usize))
            }
            ReadError::Invalid { reason, place, end: _ } => (reason.sentence(), place, None),
            ReadError::Other(condition) => return condition,
        };
        let (line, column) = (place.line as usize, place.column as usize);
        Box::new(Condition::Read { reason, file: None, line, column, before })
    }
}
