//! `read`: text that is no datum.

use super::place::Place;
use super::{Advice, Report, Span, here};
use levels::reader::Aside;

pub(super) fn advise(report: &Report) -> Advice {
    let (label, help) = if report.message.contains("not closed") {
        ("it begins here", Some("is a closing parenthesis, quote or `|#` missing?".into()))
    } else {
        ("the reader stopped here", None)
    };
    let note = report.others.first().map(|(span, what)| aside(span, *what));
    Advice { label: here(report, label), help, note }
}

/// What is to be said of another place in the text.
fn aside(span: &Span, what: Aside) -> String {
    let Place { line, column, .. } = Place::of(span);
    match what {
        Aside::Opening => {
            format!("the bracket that is open begins at line {line}, column {column}")
        }
        Aside::Innermost => {
            format!("the innermost one that is open begins at line {line}, column {column}")
        }
        Aside::Definition => format!(
            "a definition begins at line {line}, before it is closed: what is missing is probably missing there"
        ),
    }
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
