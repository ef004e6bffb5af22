//! `syntax`: a form that is not what its syntax asks for.
//!
//! What is wrong is said by the condition; `rule_of` only finds where in the form that is, and how the
//! form is written: a form that none of the rules knows is blamed as a whole.

use super::{Advice, Part, Report, expectation, here, syntax_rules};
use crate::nearest::{listed, nearest};

/// Where in a form it is wrong, and what to do.
pub(super) struct Fault {
    /// The part.
    pub part: Part,
    /// What is wrong with it.
    pub label: String,
    /// What to write.
    pub help: String,
}

impl Fault {
    pub(super) fn new(part: &Part, label: impl Into<String>, help: impl Into<String>) -> Fault {
        Fault { part: part.clone(), label: label.into(), help: help.into() }
    }
}

pub(super) fn advise(report: &Report) -> Advice {
    // What is blamed is a pattern or a template, whatever it begins with.
    if let Some(part) =
        report.form.as_ref().filter(|_| report.message.starts_with("syntax-rules: "))
    {
        let label = here(report, "this is wrong");
        return Advice { at: part.span.clone(), label, ..Advice::default() };
    }
    let fault = report.form.as_ref().and_then(|form| fault(report, form));
    let Some(Fault { part, label, help }) = fault else {
        let part = report.form.as_ref().and_then(|form| blamed(form, &report.message));
        let at = part.and_then(|part| part.span.clone());
        let malformed = || if at.is_some() { "this" } else { "this form is malformed" };
        let label = expectation(report).or_else(|| here(report, malformed()));
        return Advice { at, label, ..Advice::default() };
    };
    let is_placed = part.span.is_some() || report.form.as_ref() == Some(&part);
    let label = if is_placed { label } else { format!("{label}: `{}`", part.text) };
    Advice { at: part.span, label: here(report, &label), help: Some(help), ..Advice::default() }
}

fn fault(report: &Report, form: &Part) -> Option<Fault> {
    match form.head() {
        Some("if") => syntax_rules::conditional(form),
        Some("let" | "let*" | "letrec" | "letrec*" | "let-values" | "let*-values") => {
            syntax_rules::bindings(form)
        }
        Some("cond") => syntax_rules::clauses(form),
        Some("case") => syntax_rules::data(form),
        Some("define") => syntax_rules::definition(form, &report.message),
        Some("lambda") => syntax_rules::parameters(form),
        Some("set!") => syntax_rules::assignment(form),
        Some("quote") => syntax_rules::quotation(form),
        Some("import") if report.message.contains("does not export") => export(report, form),
        _ => syntax_rules::other(form, &report.message),
    }
}

/// The part that the condition names at its end.
fn blamed<'a>(form: &'a Part, message: &str) -> Option<&'a Part> {
    let (_, found) = message.rsplit_once(", found the ")?;
    let name = found.strip_prefix("name ").or_else(|| found.strip_prefix("number "))?;
    within(form, name)
}

/// A library does not export what is imported.
fn export(report: &Report, form: &Part) -> Option<Fault> {
    let (before, name) = report.message.split_once(" does not export ")?;
    let library = &before[before.find('(')?..];
    let of_library = |(export, from): (String, String)| (from == library).then_some(export);
    let exports: Vec<String> = super::names::carried().filter_map(of_library).collect();
    let near = nearest(name, exports.iter().map(String::as_str));
    let help = match near[..] {
        [] => format!("`(import {library})` without `only` brings all that there is"),
        _ => format!("did you mean {}?", listed(&near)),
    };
    Some(Fault::new(within(form, name).unwrap_or(form), "the library has no such name", help))
}

/// The first part of a form, at any depth, that is this name.
fn within<'a>(form: &'a Part, name: &str) -> Option<&'a Part> {
    let mut rest = vec![form];
    while let Some(part) = rest.pop() {
        if !part.is_list() && part.text == name {
            return Some(part);
        }
        rest.extend(part.parts().iter().rev());
    }
    None
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failing, report};

    #[test]
    fn a_form_without_its_parts() {
        let failure = report(
            "syntax",
            "if: a test and one or two branches are needed",
            &["(if)"],
            "(if)",
            "(if)",
        );
        insta::assert_snapshot!(failing(failure), @r"
        Error: if: a test and one or two branches are needed: (if)
           ,-[ prog.scm:1:1 ]
           |
         1 | (if)
           | ^^|^
           |   `--- nothing is asked here
           |
           | Help: write `(if test consequent alternative)`
        ---'
        ");
    }
}
