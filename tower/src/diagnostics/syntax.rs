//! `syntax`: a form that is not what its syntax asks for.

use super::{Advice, Report, expectation, here};

pub(super) fn advise(report: &Report) -> Advice {
    let label = expectation(report).or_else(|| here(report, "this form is malformed"));
    Advice { label, ..Advice::default() }
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
           |   `--- this form is malformed
        ---'
        ");
    }
}
