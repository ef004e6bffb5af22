//! `not-a-procedure`: the first thing in a pair of parentheses is called, and this one cannot be.

use super::place::{Place, shortened};
use super::{Advice, Report};

pub(super) fn advise(report: &Report) -> Advice {
    let found = report.found.as_deref().or(report.irritants.first().map(String::as_str));
    let label = found.map(|found| format!("{} cannot be called", shortened(found)));
    let operator = report.span.as_ref().map_or("", |span| {
        let place = Place::of(span);
        place.text[place.start..].strip_prefix('(').unwrap_or("")
    });
    let help = if operator.starts_with('(') {
        Some("is there a pair of parentheses too many? each pair is a call".into())
    } else if found.is_some_and(|found| operator.starts_with(found)) {
        Some("for a list of data write `(list ...)` or a quote before the parentheses".into())
    } else {
        None
    };
    Advice { label, help, ..Advice::default() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failing, report};

    #[test]
    fn a_number_is_called() {
        let failure = report(
            "not-a-procedure",
            "not a procedure",
            &["1"],
            "(define xs\n  (1 2 3))",
            "(1 2 3)",
        );
        insta::assert_snapshot!(failing(failure), @r"
        Error: not a procedure: 1
           ,-[ prog.scm:2:3 ]
           |
         2 |   (1 2 3))
           |   ^^^|^^^
           |      `----- 1 cannot be called
           |
           | Help: for a list of data write `(list ...)` or a quote before the parentheses
        ---'
        ");
    }
}
