//! What could come next: the parameters of the call that is being typed.

use super::names::Names;
use super::token::{Kind, Token, open_lists};

/// The parameters that are still to be given to the innermost call, if the cursor stands behind a
/// blank at the end of the text.
pub fn parameters(names: &mut Names<'_>, text: &str, tokens: &[Token]) -> Option<String> {
    let is_between = text.ends_with(char::is_whitespace);
    let is_inside = tokens.last().is_some_and(|token| {
        token.range.end == text.len() && matches!(token.kind, Kind::String | Kind::Comment)
    });
    if !is_between || is_inside {
        return None;
    }
    let open = open_lists(text, tokens);
    let list = open.last()?;
    let usage = names.usage(list.head?)?;
    let rest = remaining(&usage, list.operands)?;
    (!rest.is_empty()).then_some(rest)
}

/// The operands that `usage` has behind the first `given`.
fn remaining(usage: &str, given: usize) -> Option<String> {
    let operands = usage.strip_prefix('(')?.strip_suffix(')')?.split_once(' ')?.1;
    let mut groups = groups(operands);
    if let [.., dot @ ".", rest] = groups.as_mut_slice() {
        (*dot, *rest) = (*rest, "...");
    }
    for _ in 0..given {
        match groups.as_slice() {
            [] => return None,
            // What may be given again and again is still to come.
            [_, next, ..] if *next == "..." || *next == "…" => break,
            [optional, rest @ ..] if optional.starts_with('[') => {
                let inside = &optional[1..optional.len() - 1];
                let inner = inside.split_once(' ').map_or("", |(_, inner)| inner);
                groups = [self::groups(inner), rest.to_vec()].concat();
            }
            [_, rest @ ..] => groups = rest.to_vec(),
        }
    }
    Some(groups.join(" "))
}

/// The pieces of a text between blanks that no parenthesis or bracket encloses.
fn groups(text: &str) -> Vec<&str> {
    let (mut groups, mut depth, mut start) = (Vec::new(), 0, 0);
    for (at, c) in text.char_indices() {
        match c {
            '(' | '[' => depth += 1,
            ')' | ']' => depth -= 1,
            ' ' if depth == 0 => {
                groups.push(&text[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    groups.push(&text[start..]);
    groups.retain(|group| !group.is_empty());
    groups
}

#[test]
fn what_was_given_is_no_longer_hinted() {
    let rest = |usage, given| remaining(usage, given).unwrap_or_default();
    assert_eq!(rest("(append list ...)", 0), "list ...");
    assert_eq!(rest("(append list ...)", 5), "list ...");
    assert_eq!(rest("(cons a b)", 1), "b");
    assert_eq!(rest("(cons a b)", 2), "");
    assert_eq!(rest("(cons a b)", 3), "");
    assert_eq!(rest("(fill! v x [start [end]])", 2), "[start [end]]");
    assert_eq!(rest("(fill! v x [start [end]])", 3), "[end]");
    assert_eq!(rest("(fill! v x [start [end]])", 4), "");
    assert_eq!(rest("(let ((name init) ...) body ...)", 1), "body ...");
    assert_eq!(rest("(newline)", 0), "");
    assert_eq!(rest("(f a . b)", 1), "b ...");
}
