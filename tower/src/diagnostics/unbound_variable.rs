//! `unbound-variable`: a name that nothing binds where it is used.

use super::{Advice, Elsewhere, Part, Report, Slip, did_you_mean, foreign, here};
use crate::nearest::nearest;

pub(super) fn advise(report: &Report) -> Advice {
    let label = here(report, "not bound here");
    let help = slip(report)
        .or_else(|| other_level(report))
        .or_else(|| elsewhere(report))
        .or_else(|| here_or_near(report));
    let help = help.unwrap_or_else(|| "define it, or import the library that has it".into());
    Advice { label, help: Some(help), ..Advice::default() }
}

/// A name that another level binds.
fn other_level(report: &Report) -> Option<String> {
    let name = report.irritants.first()?;
    let Elsewhere { bound, looked_for } = report.elsewhere?;
    let fact = format!("level {} binds `{name}`, and this is level {}", bound.0, looked_for.0);
    Some(match () {
        () if bound.above() == looked_for => {
            format!("{fact}: from here `(eval '{name} global-env)` asks for it")
        }
        () if looked_for.above() == bound => {
            format!("{fact}: from here `(em '{name})` asks for it")
        }
        () => fact,
    })
}

/// A word of another language, or a name of a library.
fn elsewhere(report: &Report) -> Option<String> {
    let name = report.irritants.first()?;
    let words = foreign::instead(name, report.form.as_ref());
    match (words, of_library(report, name)) {
        (Some(words), Some(library)) => {
            Some(format!("{words}; `(import {library})` binds `{name}`"))
        }
        (Some(words), None) => Some(words),
        (None, Some(library)) => {
            Some(format!("`{name}` is in {library}: write `(import {library})` first"))
        }
        (None, None) => None,
    }
}

/// A name that is near, or data that lacks its quote.
fn here_or_near(report: &Report) -> Option<String> {
    let near = did_you_mean(report).or_else(|| in_library(report, report.irritants.first()?));
    let data = quotation(report).map(|data| format!("a list of symbols is written {data}"));
    match (near, data) {
        (Some(near), Some(data)) => Some(format!("{near} If it is data, {data}")),
        (near, data) => near.or(data),
    }
}

fn slip(report: &Report) -> Option<String> {
    let name = report.irritants.first()?;
    Some(match report.slip.as_ref()? {
        Slip::Sibling => format!(
            "the `let` around it binds `{name}` only in its body; with `let*` each binding sees \
             those before it"
        ),
        Slip::Parameters(parameters) => {
            format!("parameters stand in parentheses: `(lambda ({parameters}) ...)`")
        }
    })
}

/// The library that exports the name: one of the program's own, or else of the report's, or else the
/// one of fewest parts to its name.
fn of_library<'a>(report: &'a Report, name: &str) -> Option<&'a str> {
    let found = report.exports.iter().filter(|(export, _)| export == name);
    let libraries = found.map(|(_, library)| library.as_str());
    libraries.min_by_key(|library| {
        let families = ["(scheme ", "(srfi ", "(tower ", "(sicp"];
        let family = families.iter().position(|family| library.starts_with(family));
        (family.map_or(0, |family| family + 1), library.split(' ').count())
    })
}

/// `did you mean …` for a name of a library.
fn in_library(report: &Report, name: &str) -> Option<String> {
    let near = nearest(name, report.exports.iter().map(|(export, _)| export.as_str()));
    let near = near.first()?;
    let library = of_library(report, near)?;
    Some(format!("did you mean `{near}` of {library}? It needs `(import {library})`"))
}

/// The list of names that the unbound one is the first of, quoted.
fn quotation(report: &Report) -> Option<String> {
    let form = report.form.as_ref().filter(|form| form.operands().len() >= 2)?;
    let is_first = form.head() == report.irritants.first().map(String::as_str);
    (is_first && form.parts().iter().all(Part::is_name)).then(|| format!("`'{}`", form.text))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failing, report};
    use super::*;

    #[test]
    fn a_mistyped_name() {
        let failure = Report {
            candidates: ["length", "list-length", "car"].map(String::from).into(),
            ..report(
                "unbound-variable",
                "unbound variable",
                &["lenght"],
                "(define (f xs)\n  (lenght xs))\n",
                "lenght",
            )
        };
        insta::assert_snapshot!(failing(failure), @r"
        Error: unbound variable: lenght
           ,-[ prog.scm:2:4 ]
           |
         2 |   (lenght xs))
           |    ^^^|^^
           |       `---- not bound here
           |
           | Help: did you mean `length`?
        ---'
        ");
    }

    #[test]
    fn a_library_is_named_before_its_parts_and_dialects() {
        let exports = ["(sicp)", "(srfi 41 primitive)", "(srfi 41)"];
        let exports = exports.map(|library| ("stream-map".to_owned(), library.to_owned())).to_vec();
        let failure = report("unbound-variable", "unbound variable", &["stream-map"], "(f)", "(f)");
        let told =
            |exports| advise(&Report { exports, ..failure.clone() }).help.unwrap_or_default();
        assert_eq!(
            told(exports.clone()),
            "`stream-map` is in (srfi 41): write `(import (srfi 41))` first"
        );
        let own = ("stream-map".to_owned(), "(my streams)".to_owned());
        assert!(told([exports, vec![own]].concat()).contains("(my streams)"));
    }
}
