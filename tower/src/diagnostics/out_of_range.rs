//! `out-of-range`: an index or a size outside of what there is.

use super::{Advice, Report, expectation};

pub(super) fn advise(report: &Report) -> Advice {
    let at = report.refused().and_then(|argument| argument.span.clone());
    Advice { at, label: expectation(report), help: help(report), ..Advice::default() }
}

fn help(report: &Report) -> Option<String> {
    let last: usize = report.expected.as_deref()?.rsplit(' ').next()?.parse().ok()?;
    let found: usize = report.found.as_deref()?.parse().ok()?;
    let is_reference = report.who().ends_with("-ref") || report.who().ends_with("-set!");
    if is_reference && found == last + 1 {
        return Some(format!("the first element has the index 0, the last one {last}"));
    }
    let is_piece = report.argument == Some(2) && report.form.as_ref()?.operands().len() > 2;
    (is_piece && !is_reference).then(|| "the start comes before the end".into())
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
           | Help: the first element has the index 0, the last one 2
        ---'
        ");
    }
}
