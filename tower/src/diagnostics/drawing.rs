//! The headline, the source line with its span, and the advice beneath it.

use ariadne::{CharSet, Color, Config, IndexType, Label, Report, ReportKind, Source};

use super::place::{Place, shortened, visible};
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

/// The diagnostic without its backtrace.
pub(super) fn draw(headline: &str, span: Option<&Span>, advice: &Advice, style: Style) -> String {
    let Some(span) = span else { return listed(headline, None, advice) };
    let place = Place::of(span);
    let drawn = if place.fits() { beneath(headline, span, &place, advice, style) } else { None };
    drawn.unwrap_or_else(|| listed(headline, Some((span, &place)), advice))
}

/// The source line and what hangs from it.
fn beneath(
    headline: &str,
    span: &Span,
    place: &Place<'_>,
    advice: &Advice,
    style: Style,
) -> Option<String> {
    // Only the one line is given; empty ones before it make its number right.
    let before = place.line - 1;
    let text = "\n".repeat(before) + &visible(place.text);
    let file = visible(&span.file);
    let range = (file.as_str(), before + place.start..before + place.end);
    // Without words a label is not drawn at all.
    let words = advice.label.as_deref().unwrap_or("here");
    let label = Label::new(range.clone()).with_color(Color::Red).with_message(words);
    let config = Config::new()
        .with_color(style == Style::Coloured)
        .with_char_set(if style == Style::Plain { CharSet::Ascii } else { CharSet::Unicode })
        .with_index_type(IndexType::Byte);
    let mut report = Report::build(ReportKind::Error, range)
        .with_config(config)
        .with_message(headline)
        .with_label(label);
    if let Some(note) = &advice.note {
        report.add_note(note);
    }
    if let Some(help) = &advice.help {
        report.add_help(help);
    }
    let mut bytes = Vec::new();
    let sources = (file.as_str(), Source::from(text));
    report.finish().write(sources, &mut bytes).ok()?;
    let drawn = String::from_utf8(bytes).ok()?;
    Some(drawn.lines().map(|line| format!("{}\n", line.trim_end())).collect())
}

/// The same facts without a drawing: no place is known, or its line is too long to be shown.
fn listed(headline: &str, at: Option<(&Span, &Place<'_>)>, advice: &Advice) -> String {
    let mut text = format!("Error: {headline}\n");
    if let Some((span, place)) = at {
        let here = shortened(&place.text[place.start..]);
        text += &format!("  at {}:{}:{}: {here}\n", visible(&span.file), place.line, place.column);
    }
    let parts = [("", &advice.label), ("note: ", &advice.note), ("help: ", &advice.help)];
    for (title, words) in parts {
        if let Some(words) = words {
            text += &format!("  {title}{words}\n");
        }
    }
    text
}
