//! `no-result`: an operation that has no result for what it was given.

use super::{Advice, Report, expectation};

pub(super) fn advise(report: &Report) -> Advice {
    Advice { label: expectation(report), ..Advice::default() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failing, report};
    use super::*;

    #[test]
    fn nothing_is_exactly_nan() {
        let failure = Report {
            found: Some("+nan.0".into()),
            ..report(
                "no-result",
                "exact: not a number has no exact value",
                &["+nan.0"],
                "(exact x)",
                "(exact x)",
            )
        };
        insta::assert_snapshot!(failing(failure), @r"
        Error: exact: not a number has no exact value: +nan.0
           ,-[ prog.scm:1:1 ]
           |
         1 | (exact x)
           | ^^^^|^^^^
           |     `------ this is +nan.0
        ---'
        ");
    }
}
