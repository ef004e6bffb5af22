//! `out-of-range`: an index or a size outside of what there is.

use super::{Advice, Report, expectation};

pub(super) fn advise(report: &Report) -> Advice {
    let help = "the first element has the index 0, the last one an index one less than the length";
    Advice { label: expectation(report), help: Some(help.into()), ..Advice::default() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failing, report};
    use super::*;

    #[test]
    fn an_index_past_the_end() {
        let failure = Report {
            expected: Some("an index from 0 to 2".into()),
            found: Some("3".into()),
            ..report(
                "out-of-range",
                "vector-ref: argument 2 is out of range",
                &["3"],
                "(vector-ref v 3)",
                "(vector-ref v 3)",
            )
        };
        insta::assert_snapshot!(failing(failure), @r"
        Error: vector-ref: argument 2 is out of range: 3
           ,-[ prog.scm:1:1 ]
           |
         1 | (vector-ref v 3)
           | ^^^^^^^^|^^^^^^^
           |         `--------- expected an index from 0 to 2, found 3
           |
           | Help: the first element has the index 0, the last one an index one less than the length
        ---'
        ");
    }
}
