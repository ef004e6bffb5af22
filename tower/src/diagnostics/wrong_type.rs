//! `wrong-type`: an argument is not of the kind that the procedure works on.

use super::{Advice, Report, expectation};

pub(super) fn advise(report: &Report) -> Advice {
    Advice { label: expectation(report), ..Advice::default() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failing, report};
    use super::*;

    #[test]
    fn an_argument_of_the_wrong_type() {
        let failure = Report {
            expected: Some("a pair".into()),
            found: Some("5".into()),
            ..report(
                "wrong-type",
                "car: argument 1 is not a pair",
                &["5"],
                "(display (car 5))",
                "(car 5)",
            )
        };
        insta::assert_snapshot!(failing(failure), @r"
        Error: car: argument 1 is not a pair: 5
           ,-[ prog.scm:1:10 ]
           |
         1 | (display (car 5))
           |          ^^^|^^^
           |             `----- expected a pair, found 5
        ---'
        ");
    }
}
