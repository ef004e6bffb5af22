//! `environment-closed`: a definition of a name that a local environment does not bind.

use super::{Advice, Report, here};

pub(super) fn advise(report: &Report) -> Advice {
    let label = here(report, "the innermost scope of this environment has no such name");
    let help = "define it in the body itself, or in a global environment";
    Advice { label, help: Some(help.into()), ..Advice::default() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failing, report};

    #[test]
    fn a_definition_from_outside() {
        let failure = report(
            "environment-closed",
            "define: a local environment takes no new names",
            &["total"],
            "(environment-define env 'total 1)",
            "(environment-define env 'total 1)",
        );
        insta::assert_snapshot!(failing(failure), @r"
        Error: define: a local environment takes no new names: total
           ,-[ prog.scm:1:1 ]
           |
         1 | (environment-define env 'total 1)
           | ^^^^^^^^^^^^^^^^|^^^^^^^^^^^^^^^^
           |                 `------------------ the innermost scope of this environment has no such name
           |
           | Help: define it in the body itself, or in a global environment
        ---'
        ");
    }
}
