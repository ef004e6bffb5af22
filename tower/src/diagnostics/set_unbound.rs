//! `set-unbound`: `set!` of a name that is bound nowhere.

use super::{Advice, Report, did_you_mean, here};

pub(super) fn advise(report: &Report) -> Advice {
    let label = here(report, "there is nothing to assign");
    let at = report.form.as_ref().and_then(|form| form.operands().first()?.span.clone());
    let name = report.irritants.first();
    let define = name.map(|name| format!("`(define {name} ...)` makes the variable"));
    let help = match (did_you_mean(report), define) {
        (Some(near), Some(define)) => Some(format!("{near} If not, {define}")),
        (near, define) => near.or(define),
    };
    Advice { at, label, help, ..Advice::default() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failing, report};

    #[test]
    fn an_assignment_of_nothing() {
        let failure = report(
            "set-unbound",
            "set!: unbound variable",
            &["total"],
            "(set! total 1)",
            "(set! total 1)",
        );
        insta::assert_snapshot!(failing(failure), @r"
        Error: set!: unbound variable: total
           ,-[ prog.scm:1:7 ]
           |
         1 | (set! total 1)
           |       ^^|^^
           |         `---- there is nothing to assign
           |
           | Help: `(define total ...)` makes the variable
        ---'
        ");
    }
}
