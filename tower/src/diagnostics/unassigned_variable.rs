//! `unassigned-variable`: a body uses one of its own definitions before that was evaluated.

use super::{Advice, Report, here};

pub(super) fn advise(report: &Report) -> Advice {
    let label = here(report, "its definition has not been evaluated yet");
    let help =
        "definitions of a body are evaluated in their order: move this one up, or use it later";
    Advice { label, help: Some(help.into()), ..Advice::default() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failing, report};

    #[test]
    fn a_definition_too_early() {
        let failure = report(
            "unassigned-variable",
            "unassigned variable",
            &["b"],
            "(let ()\n  (define a b)\n  (define b 1)\n  a)",
            "b)",
        );
        insta::assert_snapshot!(failing(failure), @r"
        Error: unassigned variable: b
           ,-[ prog.scm:2:13 ]
           |
         2 |   (define a b)
           |             ^|
           |              `-- its definition has not been evaluated yet
           |
           | Help: definitions of a body are evaluated in their order: move this one up, or use it later
        ---'
        ");
    }
}
