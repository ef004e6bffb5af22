//! `read`: text that is no datum.

use super::{Advice, Report};

pub(super) fn advise(report: &Report) -> Advice {
    let (label, help) = if report.message.contains("ends inside") {
        ("this is never closed", Some("is a closing parenthesis, quote or `|#` missing?".into()))
    } else {
        ("the reader stopped here", None)
    };
    Advice { label: Some(label.into()), help, ..Advice::default() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failing, report};

    #[test]
    fn a_missing_parenthesis() {
        let failure = report(
            "read",
            "the text ends inside of a list",
            &[],
            "(define (f x)\n  (g x)\n",
            "(define",
        );
        insta::assert_snapshot!(failing(failure), @r"
        Error: the text ends inside of a list
           ,-[ prog.scm:1:1 ]
           |
         1 | (define (f x)
           | ^^^|^^^
           |    `----- this is never closed
           |
           | Help: is a closing parenthesis, quote or `|#` missing?
        ---'
        ");
    }
}
