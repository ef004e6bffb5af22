//! `message`: what a program says with `error`.

use super::{Advice, Report, Shape, expectation, here};
use crate::nearest::{listed, nearest};

pub(super) fn advise(report: &Report) -> Advice {
    let is_assertion = report.message.starts_with("assertion failed");
    let label = if is_assertion { here(report, "this is false") } else { expectation(report) };
    let help = library(report).or_else(|| name_first(report)).or_else(|| returned(report));
    Advice { label, help, ..Advice::default() }
}

/// A handler that comes back where nobody can go on.
fn returned(report: &Report) -> Option<String> {
    let words = "a handler that returns goes on after the `raise` or `error`, where no value was \
                 expected: `guard` leaves instead, and so does a call of a continuation";
    report.message.starts_with("a handler returned").then(|| words.into())
}

/// `(error 'f "message")`
fn name_first(report: &Report) -> Option<String> {
    let form = report.form.as_ref().filter(|form| form.head() == Some("error"))?;
    let [who, message, ..] = form.operands() else { return None };
    let is_it = who.shape == Shape::Quotation && message.shape == Shape::String;
    is_it.then(|| "`error` takes the message first, and then what it is about".into())
}

/// The libraries whose names are near to one that is not there.
fn library(report: &Report) -> Option<String> {
    let name =
        report.irritants.first().filter(|_| report.message.starts_with("import: there is no"))?;
    let names: Vec<String> = stdlib::LIBRARIES
        .iter()
        .filter(|library| !library.name.contains("prelude"))
        .map(|library| format!("({})", library.name.replace('/', " ")))
        .collect();
    let first = name.split([' ', ')']).next()?;
    let alike = names.iter().filter_map(|known| known.strip_prefix(first)?.strip_prefix(' '));
    let alike: Vec<&str> = alike.map(|rest| rest.trim_end_matches(')')).collect();
    let rest = name.get(first.len() + 1..).unwrap_or("").trim_end_matches(')');
    let near: Vec<String> = match nearest(rest, alike.iter().copied()) {
        near if near.is_empty() && alike.is_empty() => {
            let near = nearest(name, names.iter().map(String::as_str));
            near.into_iter().map(str::to_owned).collect()
        }
        near => near.into_iter().map(|rest| format!("{first} {rest})")).collect(),
    };
    Some(match (near.is_empty(), alike.is_empty()) {
        (false, _) => {
            let near: Vec<&str> = near.iter().map(String::as_str).collect();
            format!("did you mean {}?", listed(&near))
        }
        (true, false) => format!("there are {first} ...) libraries for {}", alike.join(", ")),
        (true, true) => "`-L FOLDER` says where else libraries are looked for".to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failing, report};

    #[test]
    fn the_words_of_a_program() {
        let failure = report(
            "message",
            "no such colour",
            &["\"rd\"", "42"],
            "(error \"no such colour\" c 42)",
            "(error",
        );
        insta::assert_snapshot!(failing(failure), @r#"
        Error: no such colour: "rd" 42
           ,-[ prog.scm:1:1 ]
           |
         1 | (error "no such colour" c 42)
           | ^^^|^^
           |    `---- here
        ---'
        "#);
    }
}
