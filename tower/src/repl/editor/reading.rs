//! An input being typed, from the prompt to the key that ends it.
//!
//! Invariant: the terminal shows the text whenever there is nothing to read from it; while keys come
//! faster than they can be shown, nothing is shown.

use super::buffer::Buffer;
use super::colour::{self, Style};
use super::editing::Kills;
use super::hint;
use super::history::History;
use super::key::{Keys, Next, Rest};
use super::names::Names;
use super::screen::Screen;
use super::search::Search;
use super::terminal::{self, Raw, Wake};
use super::token::{Token, tokens};
use super::view::{Extent, Note, View};
use crate::tower::Tower;
use std::io;
use std::ops::Range;
use std::time::Duration;

/// Longer texts are not coloured, and not judged while more of them comes.
const LARGE: usize = 1 << 16;
/// How long the rest of a key may take.
const KEY_TIME: Duration = Duration::from_millis(50);
/// How long the terminal must be silent before a large text is taken as typed so far.
pub const SETTLING: Duration = Duration::from_millis(30);

/// What is known of the place where an input is typed.
pub struct Place<'p> {
    /// What stands before the first line.
    pub prompt: &'p str,
    /// What stands before the others.
    pub continuation: &'p str,
    /// Who says whether an input is whole.
    pub judge: Judge,
    /// Whether there are colours.
    pub ink: Ink,
}

/// Who says whether an input is whole.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Judge {
    /// The reader of Scheme.
    Reader,
    /// Whatever a level has put into the place of `read-forms`: each line is for it.
    Level,
}

/// Whether there are colours.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Ink {
    Colours,
    Plain,
}

/// How an input ended.
#[derive(PartialEq, Eq, Debug)]
pub enum Typed {
    /// It is whole.
    Input(String),
    /// It is given up.
    Interrupted,
    /// There will be no more.
    Left,
}

/// A piece of the text and its style.
type Styled = (Range<usize>, Style);

/// An input being typed.
pub struct Reading<'r> {
    pub(super) tower: &'r mut Tower,
    pub(super) place: Place<'r>,
    pub(super) history: &'r History,
    pub(super) kills: &'r mut Kills,
    pub(super) keys: &'r mut Keys,
    pub(super) raw: Raw,
    pub(super) screen: Screen,
    pub(super) buffer: Buffer,
    /// The first row that the terminal shows of a text that is too tall for it.
    top: usize,
    /// What is shown below the text until the next key.
    pub(super) below: Vec<Note>,
    /// How many lists of candidates were shown for one word.
    pub(super) pages: usize,
    /// The input of the history that is shown, and what was typed instead.
    pub(super) recalled: Option<(usize, String)>,
    /// An input of the history that begins as the text does.
    pub(super) suggestion: Option<String>,
    pub(super) search: Option<Search>,
}

impl<'r> Reading<'r> {
    /// Prompts. What was typed before is in `keys`, or still to be read.
    pub fn begin(
        tower: &'r mut Tower,
        place: Place<'r>,
        history: &'r History,
        kills: &'r mut Kills,
        keys: &'r mut Keys,
    ) -> io::Result<Reading<'r>> {
        let raw = Raw::begin()?;
        if terminal::wait(Some(Duration::ZERO))? == Wake::Input {
            let come = terminal::read(&mut keys.bytes)?;
            keys.take_ends(come);
        }
        Ok(Reading {
            tower,
            place,
            history,
            kills,
            keys,
            raw,
            screen: Screen::new(),
            buffer: Buffer::default(),
            top: 0,
            below: Vec::new(),
            pages: 0,
            recalled: None,
            suggestion: None,
            search: None,
        })
    }

    /// Has the input typed.
    pub fn read(mut self) -> io::Result<Typed> {
        let mut rest = Rest::MayCome;
        loop {
            let next = self.keys.next(rest);
            rest = Rest::MayCome;
            let patience = match next {
                Next::Key(key) => match self.key(key)? {
                    Some(typed) => return self.end(typed),
                    None => continue,
                },
                Next::Part => Some(KEY_TIME),
                Next::Nothing => self.settle()?,
            };
            match terminal::wait(patience)? {
                Wake::Input if terminal::read(&mut self.keys.bytes)? == 0 => {
                    return self.end(Typed::Left);
                }
                Wake::Input => {}
                Wake::Resized => {
                    self.screen.resize()?;
                    self.show()?;
                }
                Wake::Silence if patience == Some(KEY_TIME) => rest = Rest::Missing,
                Wake::Silence => self.show()?,
            }
        }
    }

    /// Shows the text if nothing more comes; of a large one that is to be waited for.
    fn settle(&mut self) -> io::Result<Option<Duration>> {
        if self.keys.is_waiting() {
            return Ok(None);
        }
        let is_large = self.buffer.text().len() > LARGE;
        let patience = if is_large { SETTLING } else { Duration::ZERO };
        if terminal::wait(Some(patience))? == Wake::Silence {
            self.show()?;
        }
        Ok(None)
    }

    /// Leaves the terminal as whoever writes next wants it.
    fn end(mut self, typed: Typed) -> io::Result<Typed> {
        self.below.clear();
        let is_small = self.buffer.text().len() <= LARGE;
        let extent = if is_small { Extent::Whole } else { Extent::Window };
        let cursor = self.buffer.cursor();
        // No parenthesis is at the cursor any more.
        self.buffer.go_to(self.buffer.text().len());
        let tokens = self.tokens();
        let styles = self.styles(tokens.as_deref(), usize::MAX);
        self.buffer.go_to(if is_small { self.buffer.text().len() } else { cursor });
        let picture = self.view("", styles).picture(&mut self.top.clone(), extent);
        let last = picture.lines.len() - 1;
        if picture.lines.len() > self.screen.size.rows {
            self.screen.restart()?;
        }
        self.screen.paint(picture.lines, last, 0)?;
        self.screen.leave()?;
        Ok(typed)
    }

    /// The tokens of the text, if it is Scheme and not too long to be looked at with every key.
    pub(super) fn tokens(&self) -> Option<Vec<Token>> {
        let is_scheme = self.place.judge == Judge::Reader;
        let is_small = self.buffer.text().len() <= LARGE;
        (is_scheme && is_small).then(|| tokens(self.buffer.text()))
    }

    /// What is coloured; nothing at all where there are no colours.
    fn styles(&mut self, tokens: Option<&[Token]>, cursor: usize) -> Option<Vec<Styled>> {
        if self.place.ink == Ink::Plain {
            return None;
        }
        let names = Names::new(self.tower);
        let is_form = |name: &str| names.is_form(name);
        let text = self.buffer.text();
        Some(tokens.map_or(Vec::new(), |tokens| colour::styles(text, tokens, cursor, is_form)))
    }

    fn view<'v>(&'v self, hint: &'v str, styles: Option<Vec<Styled>>) -> View<'v> {
        View {
            size: self.screen.size,
            prompt: self.place.prompt,
            continuation: self.place.continuation,
            text: self.buffer.text(),
            cursor: self.buffer.cursor(),
            styles,
            hint,
            below: &self.below,
        }
    }

    /// Shows the text as it is.
    pub(super) fn show(&mut self) -> io::Result<()> {
        let tokens = self.tokens();
        let styles = self.styles(tokens.as_deref(), self.buffer.cursor());
        let hint = self.hint(tokens.as_deref());
        let mut top = self.top;
        let picture = self.view(&hint, styles).picture(&mut top, Extent::Window);
        self.top = top;
        self.screen.paint(picture.lines, picture.row, picture.column)
    }

    /// What could come next: the parameters of the call, or else how an earlier input went on.
    fn hint(&mut self, tokens: Option<&[Token]>) -> String {
        self.suggestion = None;
        let text = self.buffer.text();
        let is_at_end = self.buffer.cursor() == text.len();
        let Some(tokens) = tokens.filter(|_| is_at_end && self.search.is_none()) else {
            return String::new();
        };
        let mut names = Names::new(self.tower);
        let parameters = hint::parameters(&mut names, text, tokens);
        match (parameters, self.place.ink) {
            (Some(parameters), Ink::Colours) => parameters,
            (Some(parameters), Ink::Plain) => {
                // What cannot be told from what was typed stands apart.
                if self.below.is_empty() {
                    self.below.push(Note::words(parameters));
                }
                String::new()
            }
            (None, Ink::Plain) => String::new(),
            (None, Ink::Colours) => self.suggest(),
        }
    }

    /// How an earlier input went on that begins as the text does.
    fn suggest(&mut self) -> String {
        let text = self.buffer.text();
        if text.trim().len() < 2 || text.contains('\n') || self.recalled.is_some() {
            return String::new();
        }
        let Some(input) = self.history.beginning_with(text) else { return String::new() };
        let rest = &input[text.len()..];
        self.suggestion = Some(input.to_owned());
        match rest.split_once('\n') {
            Some((line, _)) => format!("{line} …"),
            None => rest.to_owned(),
        }
    }
}
