//! The colours of what is typed.
//!
//! Invariant: the styles of a text are in order, without overlap, and take nothing but colours and
//! weights that every terminal shows legibly on dark and on light.

use super::token::{Kind, Token, pairs};
use std::ops::Range;

/// How a piece of text is shown.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Style {
    String,
    Comment,
    Number,
    Keyword,
    /// The name of a form.
    Form,
    /// A command of the REPL.
    Command,
    /// A closing parenthesis that closes nothing.
    Wrong,
    /// The parenthesis at the cursor, and the one that belongs to it.
    Match,
    /// What is not there: a hint.
    Hint,
    Prompt,
}

impl Style {
    /// What the terminal is sent before a piece of this style; `PLAIN` ends it.
    pub fn begin(self) -> &'static str {
        match self {
            Style::String => "\x1b[32m",
            Style::Comment => "\x1b[2;3m",
            Style::Number => "\x1b[36m",
            Style::Keyword => "\x1b[35m",
            Style::Form => "\x1b[1;34m",
            Style::Command => "\x1b[1;35m",
            Style::Wrong => "\x1b[1;31m",
            Style::Match => "\x1b[1;4;36m",
            Style::Hint => "\x1b[2m",
            Style::Prompt => "\x1b[1m",
        }
    }
}

/// Ends a style.
pub const PLAIN: &str = "\x1b[0m";

/// Pieces of a text and their styles; what lies between has none. `is_form` says which names are
/// those of forms.
pub fn styles(
    text: &str,
    tokens: &[Token],
    cursor: usize,
    is_form: impl Fn(&str) -> bool,
) -> Vec<(Range<usize>, Style)> {
    if let Some(length) = command(text) {
        return vec![(0..length, Style::Command)];
    }
    let mut partners = vec![None; tokens.len()];
    for (open, close) in pairs(text, tokens) {
        (partners[open], partners[close]) = (Some(close), Some(open));
    }
    let matched = matched(tokens, &partners, cursor);
    let commented = commented(tokens, &partners);
    let style = |at: usize| {
        let token = &tokens[at];
        let follows_open = at > 0 && tokens[at - 1].kind == Kind::Open;
        if commented[at] {
            return Some(Style::Comment);
        }
        match token.kind {
            Kind::Open | Kind::Close if matched.contains(&Some(at)) => Some(Style::Match),
            Kind::Close if partners[at].is_none() => Some(Style::Wrong),
            Kind::Open | Kind::Close | Kind::Prefix => None,
            Kind::Comment | Kind::DatumComment => Some(Style::Comment),
            Kind::String => Some(Style::String),
            Kind::Number | Kind::Constant => Some(Style::Number),
            Kind::Keyword => Some(Style::Keyword),
            Kind::Name if follows_open && is_form(&text[token.range.clone()]) => Some(Style::Form),
            Kind::Name => None,
        }
    };
    (0..tokens.len()).filter_map(|at| Some((tokens[at].range.clone(), style(at)?))).collect()
}

/// The length of the command that a text begins with.
pub fn command(text: &str) -> Option<usize> {
    let is_command = text.strip_prefix(',')?.starts_with(|c: char| c.is_ascii_alphabetic());
    let ends = |c: char| c.is_whitespace() || "('\"`#".contains(c);
    is_command.then(|| text.find(ends).unwrap_or(text.len()))
}

/// The tokens of the pair at the cursor: that of the parenthesis before it, or else under it.
fn matched(tokens: &[Token], partners: &[Option<usize>], cursor: usize) -> [Option<usize>; 2] {
    let behind = tokens.partition_point(|token| token.range.end < cursor);
    let under = tokens.partition_point(|token| token.range.start < cursor);
    let is_before = |at: &usize| tokens[*at].kind == Kind::Close && tokens[*at].range.end == cursor;
    let is_under = |at: &usize| tokens[*at].range.start == cursor;
    let at =
        Some(behind).filter(|at| *at < tokens.len() && is_before(at) && partners[*at].is_some());
    let at = at.or(Some(under).filter(|at| *at < tokens.len() && is_under(at)));
    match at.map(|at| (at, partners[at])) {
        Some((at, Some(partner))) => [Some(at), Some(partner)],
        Some((_, None)) | None => [None, None],
    }
}

/// Which tokens stand in a datum behind `#;`.
fn commented(tokens: &[Token], partners: &[Option<usize>]) -> Vec<bool> {
    let mut commented = vec![false; tokens.len()];
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at].kind != Kind::DatumComment {
            at += 1;
            continue;
        }
        let mut data = 0;
        let mut end = at;
        while end < tokens.len() {
            match tokens[end].kind {
                Kind::DatumComment => data += 1,
                Kind::Prefix | Kind::Comment => {}
                Kind::Open => {
                    end = partners[end].unwrap_or(tokens.len() - 1);
                    data -= 1;
                }
                Kind::Close => break,
                Kind::String | Kind::Number | Kind::Constant | Kind::Keyword | Kind::Name => {
                    data -= 1;
                }
            }
            end += 1;
            if data == 0 {
                break;
            }
        }
        commented[at..end].fill(true);
        at = end.max(at + 1);
    }
    commented
}

#[cfg(test)]
mod tests {
    use super::super::token::tokens;
    use super::*;

    fn styled(text: &str, cursor: usize) -> Vec<(&str, Style)> {
        let found = styles(text, &tokens(text), cursor, |name| name == "define");
        found.into_iter().map(|(range, style)| (&text[range], style)).collect()
    }

    #[test]
    fn forms_are_coloured_where_they_are_used() {
        assert_eq!(
            styled("(define define 1)", 0),
            [
                ("(", Style::Match),
                ("define", Style::Form),
                ("1", Style::Number),
                (")", Style::Match)
            ]
        );
    }

    #[test]
    fn the_parenthesis_before_the_cursor_is_matched() {
        assert_eq!(styled("(a (b))", 7), [("(", Style::Match), (")", Style::Match)]);
        assert_eq!(styled("(a (b))", 6), [("(", Style::Match), (")", Style::Match)]);
        assert_eq!(styled("a)", 2), [(")", Style::Wrong)]);
    }

    #[test]
    fn what_datum_comments_hide_is_a_comment() {
        let shown: Vec<_> = styled("#;(a 1) #;#;b 2 \"c\"", 19);
        let comments = shown.iter().filter(|(_, style)| *style == Style::Comment);
        assert_eq!(
            comments.map(|(text, _)| *text).collect::<Vec<_>>(),
            ["#;", "(", "a", "1", ")", "#;", "#;", "b", "2"]
        );
        assert_eq!(shown.last(), Some(&("\"c\"", Style::String)));
    }

    #[test]
    fn commands_are_commands() {
        assert_eq!(styled(",load a.scm", 3), [(",load", Style::Command)]);
        assert_eq!(styled(",(a)", 1), [("(", Style::Match), (")", Style::Match)]);
    }
}
