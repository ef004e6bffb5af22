//! `read`: text that is no datum.

use super::{Advice, Report};

pub(super) fn advise(report: &Report) -> Advice {
    let ended = report.message.contains("end");
    let help = ended.then(|| "is a closing parenthesis, quote or `|#` missing?".into());
    Advice { label: Some("the reader stopped here".into()), help, ..Advice::default() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failing, report};

    #[test]
    fn a_missing_parenthesis() {
        let failure =
            report("read", "unexpected end of input", &[], "(define (f x)\n  (g x)\n", "(define");
        insta::assert_snapshot!(failing(failure), @r"
        Error: unexpected end of input
           ,-[ prog.scm:1:1 ]
           |
         1 | (define (f x)
           | ^^^|^^^
           |    `----- the reader stopped here
           |
           | Help: is a closing parenthesis, quote or `|#` missing?
        ---'
        ");
    }
}
