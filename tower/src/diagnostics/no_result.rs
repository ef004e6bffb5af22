//! `no-result`: an operation that has no result for what it was given.

use super::{Advice, Report, expectation};

pub(super) fn advise(report: &Report) -> Advice {
    let form = report.form.as_ref().filter(|form| form.head() == Some(report.who()));
    let operands = form.map_or(&[][..], |form| form.operands());
    match (report.who(), operands) {
        ("hash-table-ref", [table, key]) => {
            let (table, key_text) = (&table.text, &key.text);
            let help = format!(
                "`(hash-table-ref/default {table} {key_text} default)` gives a value of your own \
                 where there is no key"
            );
            let label = Some("the table has no such key".to_owned());
            Advice { at: key.span.clone(), label, help: Some(help), ..Advice::default() }
        }
        (who, [list]) if is_selector(who) => {
            let label = report.irritants.first().map(|found| format!("this is {found}"));
            let help = format!("`({who} x)` is short for `{}`", spelt_out(who));
            Advice { at: list.span.clone(), label, help: Some(help), ..Advice::default() }
        }
        _ => Advice { label: expectation(report), ..Advice::default() },
    }
}

/// Whether a name is that of `cadr` or one of its like.
fn is_selector(name: &str) -> bool {
    let letters = name.strip_prefix('c').and_then(|rest| rest.strip_suffix('r'));
    letters.is_some_and(|letters| letters.len() > 1 && letters.chars().all(|c| "ad".contains(c)))
}

/// `(car (cdr x))` for `cadr`.
fn spelt_out(selector: &str) -> String {
    let steps = selector[1..selector.len() - 1].chars();
    let calls: String = steps.clone().map(|step| format!("(c{step}r ")).collect();
    format!("{calls}x{}", ")".repeat(steps.count()))
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
