//! `read`: text that is no datum.

use super::{Advice, Report, here};

pub(super) fn advise(report: &Report) -> Advice {
    let (label, help) = if report.message.contains("not closed") {
        ("it begins here", Some("is a closing parenthesis, quote or `|#` missing?".into()))
    } else {
        ("the reader stopped here", None)
    };
    Advice { label: here(report, label), help, ..Advice::default() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failing, report};

    #[test]
    fn a_missing_parenthesis() {
        let failure = report(
            "read",
            "the list that begins here is not closed (line 1, column 1)",
            &[],
            "(define (f x)\n  (g x)\n",
            "(define",
        );
        insta::assert_snapshot!(failing(failure), @r"
        Error: the list that begins here is not closed (line 1, column 1)
           ,-[ prog.scm:1:1 ]
           |
         1 | (define (f x)
           | ^^^|^^^
           |    `----- it begins here
           |
           | Help: is a closing parenthesis, quote or `|#` missing?
        ---'
        ");
    }
}
