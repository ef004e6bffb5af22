//! Where in a text a span lies, and what of the text is fit to be shown.
//!
//! Invariant: a `Place` lies within one line of the text, on character boundaries, whatever the span
//! was that it was made from.

use super::Span;

/// Irritants shown in a headline.
pub(super) const MOST_IRRITANTS: usize = 12;
/// Characters shown of one irritant, or of a found value.
const LONGEST_DATUM: usize = 120;
/// A span clamped to the line that it begins on.
#[derive(Debug, PartialEq)]
pub(super) struct Place<'a> {
    /// From 1.
    pub line: usize,
    /// In characters, from 1.
    pub column: usize,
    /// The line, without its end.
    pub text: &'a str,
    /// The first byte within `text`.
    pub start: usize,
    /// The byte after the last one, at most the length of `text`.
    pub end: usize,
}

impl<'a> Place<'a> {
    /// Cost: linear in the text before the span.
    pub fn of(span: &'a Span) -> Place<'a> {
        let whole: &str = &span.text;
        let start = whole.floor_char_boundary(span.start);
        let end = whole.floor_char_boundary(span.end.max(start));
        let first = whole[..start].rfind('\n').map_or(0, |newline| newline + 1);
        let last = whole[start..].find('\n').map_or(whole.len(), |newline| start + newline);
        let text = whole[first..last].trim_end_matches('\r');
        let start = (start - first).min(text.len());
        Place {
            line: whole[..first].bytes().filter(|&byte| byte == b'\n').count() + 1,
            column: text[..start].chars().count() + 1,
            text,
            start,
            end: (end - first).clamp(start, text.len()),
        }
    }
}

/// The datum, cut where it is long.
pub(super) fn shortened(datum: &str) -> String {
    cut(datum, LONGEST_DATUM)
}

/// The text, cut after so many characters.
pub(super) fn cut(datum: &str, most: usize) -> String {
    match datum.char_indices().nth(most) {
        None => visible(datum),
        Some((cut, _)) => format!("{}…", visible(&datum[..cut])),
    }
}

/// The text on one line, each run of white space a space; cut after so many characters.
pub(super) fn on_one_line(text: &str, most: usize) -> String {
    let mut line = String::new();
    let mut left = most;
    for word in text.split_whitespace() {
        let gap = usize::from(!line.is_empty());
        let shown: String = word.chars().take(left.saturating_sub(gap)).collect();
        if gap > 0 && left > 0 {
            line.push(' ');
        }
        line.push_str(&visible(&shown));
        if shown.len() < word.len() {
            line.push('…');
            return line;
        }
        left = left.saturating_sub(gap + shown.chars().count());
    }
    line
}

/// The text without what moves a terminal's cursor or turns its direction: each such character is
/// replaced by one of as many bytes.
pub(super) fn visible(text: &str) -> String {
    let shown = |c: char| match c {
        '\n' | '\t' => c,
        c if c.is_ascii_control() => '?',
        c if c.is_control() => '·',
        '\u{2028}' | '\u{2029}' => '␤',
        '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2066}'..='\u{2069}' => '�',
        c => c,
    };
    text.chars().map(shown).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn span(text: &str, start: usize, end: usize) -> Span {
        Span { file: "f".into(), text: text.into(), start, end }
    }

    #[test]
    fn spans_are_clamped_to_one_line() {
        let text = "(a\r\n  λb)\n";
        for start in 0..14 {
            for end in 0..14 {
                let span = span(text, start, end);
                let place = Place::of(&span);
                assert!(place.text.get(place.start..place.end).is_some(), "{start}..{end}");
            }
        }
        let beyond = span(text, 90, 99);
        assert_eq!(Place::of(&beyond).line, 3);
        let across = span(text, 1, 8);
        assert_eq!(Place::of(&across), Place { line: 1, column: 2, text: "(a", start: 1, end: 2 });
    }

    #[test]
    fn columns_count_characters() {
        let span = span("(λλ b)", 6, 7);
        assert_eq!(Place::of(&span).column, 5);
    }

    #[test]
    fn control_characters_keep_their_length() {
        let text = "a\u{1b}[31m\u{85}\t";
        assert_eq!(visible(text), "a?[31m·\t");
        assert_eq!(visible(text).len(), text.len());
        let text = "a\u{2028}\u{202e}b\u{200b}";
        assert_eq!(visible(text), "a␤�b�");
        assert_eq!(visible(text).len(), text.len());
    }

    #[test]
    fn a_form_goes_on_one_line() {
        assert_eq!(on_one_line("(f\n   x\ty)", 20), "(f x y)");
        assert_eq!(on_one_line("(f\n   x\ty)", 5), "(f x …");
        assert_eq!(on_one_line("(lambda", 3), "(la…");
        assert_eq!(on_one_line("", 3), "");
    }
}
