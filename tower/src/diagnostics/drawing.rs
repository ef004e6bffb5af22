//! The headline, the source lines with their places, and the advice beneath them.

use ariadne::{CharSet, Color, Config, IndexType, Label, Report, ReportKind, Source};
use std::collections::BTreeMap;
use std::ops::Range;
use std::rc::Rc;

use super::place::{Place, visible};
use super::window::{Window, prefix, width};
use super::{Advice, Span};

/// How much a diagnostic may be decorated.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// For files and pipes: no colour, lines drawn in ASCII.
    Plain,
    /// For a terminal under `NO_COLOR`.
    Drawn,
    /// For a terminal.
    Coloured,
}

/// How many characters of a fixed width a line has room for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Columns(pub usize);

/// The fewest columns that are drawn for.
const FEWEST: usize = 40;
/// Columns that the frame takes, besides a line's number.
const FRAME: usize = 6;
/// The colours of the frame's maker that cannot be read on every background, and others that can:
/// what is not looked at, the frame, notes.
const COLOURS: [(&str, &str); 4] = [
    ("\u{1b}[38;5;249m", "\u{1b}[39m"),
    ("\u{1b}[38;5;246m", "\u{1b}[38;5;244m"),
    ("\u{1b}[38;5;240m", "\u{1b}[38;5;244m"),
    ("\u{1b}[38;5;115m", "\u{1b}[38;5;30m"),
];
/// Of a place besides the one where it happened.
const OTHER: Color = Color::Fixed(33);

/// The diagnostic without its backtrace.
pub(super) fn draw(
    headline: &str,
    span: Option<&Span>,
    advice: &Advice,
    (style, columns): (Style, Columns),
) -> String {
    let columns = columns.0.max(FEWEST);
    span.and_then(|span| framed(headline, span, advice, style, columns))
        .unwrap_or_else(|| listed(headline, advice))
}

/// The lines that are shown of a text.
#[derive(Default)]
struct Lines {
    text: String,
    /// The shown range of each place.
    ranges: Vec<Option<Range<usize>>>,
}

/// The lines of the places, cut to so many columns around the first place in each; the lines before
/// and between are empty.
fn lines(places: &[Place<'_>], columns: usize) -> Lines {
    let mut shown: BTreeMap<usize, (Window, usize)> = BTreeMap::new();
    for place in places {
        shown.entry(place.line).or_insert_with(|| {
            let line = visible(place.text);
            (Window::of(&line, place.start..place.end, columns), 0)
        });
    }
    let mut lines = Lines::default();
    let mut last = 1;
    for (line, (window, offset)) in &mut shown {
        lines.text += &"\n".repeat(line - last);
        *offset = lines.text.len();
        lines.text += &window.text;
        last = *line;
    }
    let range = |place: &Place<'_>| {
        let (window, offset) = shown.get(&place.line)?;
        let range = window.range(place.start..place.end)?;
        Some(offset + range.start..offset + range.end)
    };
    lines.ranges = places.iter().map(range).collect();
    lines
}

/// A place in the lines that are shown, with its words.
struct Mark {
    range: Range<usize>,
    words: String,
    colour: Color,
}

/// Columns of the arm between a place and its words.
const ARM: usize = 5;

impl Mark {
    /// Makes the mark so short that its words fit behind it; words that do not fit come back.
    fn fit(&mut self, text: &str, room: usize) -> Option<String> {
        let line = text[..self.range.start].rfind('\n').map_or(0, |newline| newline + 1);
        let before = width(&text[line..self.range.start]);
        let wanted = width(&self.words) + ARM;
        let left = match room.checked_sub(before + wanted) {
            Some(left) if left > 0 => left,
            Some(_) | None if before + ARM >= room || wanted <= ARM * 2 => 1,
            Some(_) | None => {
                let words = std::mem::replace(&mut self.words, "here".to_owned());
                return self.fit(text, room).or(Some(words));
            }
        };
        let marked = &text[self.range.clone()];
        if width(marked) > left {
            self.range.end = self.range.start + prefix(marked, left);
        }
        None
    }
}

/// The source lines and what hangs from them.
fn framed(
    headline: &str,
    span: &Span,
    advice: &Advice,
    style: Style,
    columns: usize,
) -> Option<String> {
    let same = |other: &Span| other.file == span.file && Rc::ptr_eq(&other.text, &span.text);
    let (others, elsewhere): (Vec<_>, Vec<_>) = advice.others.iter().partition(|(at, _)| same(at));
    let mut places = vec![Place::of(span)];
    places.extend(others.iter().map(|(other, _)| Place::of(other)));
    let digits = places.iter().map(|place| place.line.to_string().len()).max()?;
    let room = columns.saturating_sub(FRAME + digits);
    let Lines { text, ranges } = lines(&places, room);
    let at = ranges[0].clone()?;
    // Without words a label is not drawn at all.
    let words = advice.label.as_deref().unwrap_or("here").to_owned();
    let mut marks = vec![Mark { range: at.clone(), words, colour: Color::Red }];
    for ((_, words), range) in others.into_iter().zip(&ranges[1..]) {
        let mark = |range| Mark { range, words: words.clone(), colour: OTHER };
        marks.extend(range.clone().map(mark));
    }
    let mut notes: Vec<String> =
        marks.iter_mut().filter_map(|mark| mark.fit(&text, room)).collect();
    marks.sort_by_key(|mark| mark.range.start);
    notes.extend(elsewhere.into_iter().map(|(at, words)| format!("{words}: {}", written(at))));
    notes.extend(advice.note.clone());
    let file = visible(&span.file);
    let mut report = Report::build(ReportKind::Error, (file.as_str(), at.clone()))
        .with_config(config(style))
        .with_message(headline);
    for Mark { range, words, colour } in marks {
        let label = Label::new((file.as_str(), range)).with_color(colour);
        report.add_label(label.with_message(words));
    }
    notes.iter().for_each(|note| report.add_note(wrapped(note, room)));
    advice.help.iter().for_each(|help| report.add_help(wrapped(help, room)));
    let mut bytes = Vec::new();
    report.finish().write((file.as_str(), Source::from(text.as_str())), &mut bytes).ok()?;
    let drawn = String::from_utf8(bytes).ok()?;
    // Of a line that was cut, the frame knows the wrong column.
    let seen = text[..at.start].rsplit('\n').next().unwrap_or("").chars().count() + 1;
    let wrong = format!("{file}:{}:{seen}", places[0].line);
    Some(readable(&drawn.replacen(&wrong, &written(span), 1)))
}

/// In colours for every background, and without white space at the ends of lines.
fn readable(drawn: &str) -> String {
    let mut drawn = drawn.to_owned();
    for (theirs, ours) in COLOURS {
        drawn = drawn.replace(theirs, ours);
    }
    drawn.lines().map(|line| format!("{}\n", line.trim_end())).collect()
}

fn config(style: Style) -> Config {
    Config::new()
        .with_color(style == Style::Coloured)
        .with_char_set(if style == Style::Plain { CharSet::Ascii } else { CharSet::Unicode })
        .with_index_type(IndexType::Byte)
}

/// `prog.scm:3:10`.
fn written(span: &Span) -> String {
    let place = Place::of(span);
    format!("{}:{}:{}", visible(&span.file), place.line, place.column)
}

/// The words in lines of about so many columns. What stands in back quotes stays together, if it is
/// short enough.
fn wrapped(words: &str, columns: usize) -> String {
    let columns = columns.saturating_sub(FRAME);
    let mut text = String::new();
    let mut used = 0;
    for piece in pieces(words, columns) {
        let wanted = width(&piece) + 1;
        if used > 0 && used + wanted > columns {
            text.push('\n');
            used = 0;
        } else if used > 0 {
            text.push(' ');
        }
        text.push_str(&piece);
        used += wanted;
    }
    text
}

/// Words, and runs of words in back quotes that are no longer than a line.
fn pieces(words: &str, columns: usize) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    for word in words.split(' ') {
        let is_open = |piece: &&mut String| piece.matches('`').count() % 2 == 1;
        match pieces.last_mut().filter(is_open) {
            Some(piece) if width(piece) + width(word) < columns => {
                piece.push(' ');
                piece.push_str(word);
            }
            Some(_) | None => pieces.push(word.to_owned()),
        }
    }
    pieces
}

/// The same facts without a drawing: no place is known.
fn listed(headline: &str, advice: &Advice) -> String {
    let mut text = format!("Error: {headline}\n");
    for (at, words) in &advice.others {
        text += &format!("  {words}: {}\n", written(at));
    }
    let parts = [("", &advice.label), ("note: ", &advice.note), ("help: ", &advice.help)];
    for (title, words) in parts {
        if let Some(words) = words {
            text += &format!("  {title}{words}\n");
        }
    }
    text
}
