//! `wrong-arity`: a procedure is called with more or fewer arguments than it takes.

use super::{Advice, Report, expectation};

pub(super) fn advise(report: &Report) -> Advice {
    Advice { label: expectation(report), ..Advice::default() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failing, report};
    use super::*;

    #[test]
    fn one_argument_too_many() {
        let failure = Report {
            expected: Some("2 arguments".into()),
            found: Some("3".into()),
            ..report(
                "wrong-arity",
                "wrong number of arguments",
                &["#[procedure add]"],
                "(add 1 2 3)",
                "(add 1 2 3)",
            )
        };
        insta::assert_snapshot!(failing(failure), @r"
        Error: wrong number of arguments: #[procedure add]
           ,-[ prog.scm:1:1 ]
           |
         1 | (add 1 2 3)
           | ^^^^^|^^^^^
           |      `------- expected 2 arguments, found 3
        ---'
        ");
    }
}
