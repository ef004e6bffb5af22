//! `read`: text that is no datum.

use super::place::Place;
use super::{Advice, Report, here};
use crate::nearest::{listed, nearest};
use levels::reader::Aside;

/// What may stand after a number sign.
const HASHES: &[&str] = &["#t", "#f", "#true", "#false"];

pub(super) fn advise(report: &Report) -> Advice {
    let label = if report.message.contains("not closed") {
        "it begins here"
    } else {
        "the reader stopped here"
    };
    let others = report.others.iter().map(|(span, what)| (span.clone(), aside(*what).to_owned()));
    let others = others.collect();
    Advice { label: here(report, label), others, help: help(report), ..Advice::default() }
}

/// What is to be said of another place in the text.
fn aside(what: Aside) -> &'static str {
    match what {
        Aside::Opening => "this is the bracket that is open",
        Aside::Innermost => "this is open too, innermost",
        Aside::Definition => {
            "a definition begins before that is closed: is it missing before here?"
        }
    }
}

fn help(report: &Report) -> Option<String> {
    let message = report.message.as_str();
    let text = report.span.as_ref().map(Place::of);
    let text = text.as_ref().map_or("", |place| &place.text[place.start..]);
    let word = text.split(['(', ')', '[', ']', ' ', '\t', '"', ';']).next().unwrap_or("");
    if message.contains("string that begins here is not closed") {
        return Some("is a closing `\"` missing?".into());
    }
    if message.contains("comment that begins here is not closed") {
        return Some("is a closing `|#` missing?".into());
    }
    if message.contains("not closed") {
        return Some("is a closing parenthesis missing?".into());
    }
    if message.contains("which closes the bracket") {
        return Some("`(` is closed by `)`, `[` by `]`".into());
    }
    if message.contains("that nothing opened") {
        return Some("it is one too many, or one before it closes too early".into());
    }
    if message.contains("a quotation of nothing") {
        return Some(
            "a quote stands before one datum only; text is written in double quotes: `\"text\"`"
                .into(),
        );
    }
    if message.contains("unknown syntax") {
        let near = nearest(word, HASHES.iter().copied());
        return (!near.is_empty()).then(|| format!("did you mean {}?", listed(&near)));
    }
    if message.contains("unknown character name") {
        let names = levels::reader::CHARACTER_NAMES.iter().map(|(name, _)| *name);
        let name = word.strip_prefix("#\\").unwrap_or(word);
        let near: Vec<String> =
            nearest(name, names).into_iter().map(|name| format!("#\\{name}")).collect();
        let near: Vec<&str> = near.iter().map(String::as_str).collect();
        return (!near.is_empty()).then(|| format!("did you mean {}?", listed(&near)));
    }
    if message.contains("between the dot") {
        return Some("a datum stands after the dot; a list is written without: `(1)`".into());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failing, report};

    #[test]
    fn a_missing_parenthesis() {
        let failure = report(
            "read",
            "the list that begins here is not closed (line 1, column 1)",
            &[],
            "(define (f x)\n  (g x)\n",
            "(define",
        );
        insta::assert_snapshot!(failing(failure), @r"
        Error: the list that begins here is not closed (line 1, column 1)
           ,-[ prog.scm:1:1 ]
           |
         1 | (define (f x)
           | ^^^|^^^
           |    `----- it begins here
           |
           | Help: is a closing parenthesis missing?
        ---'
        ");
    }
}
