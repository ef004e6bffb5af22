//! `set-unbound`: `set!` of a name that is bound nowhere.

use super::{Advice, Report, did_you_mean, here};

pub(super) fn advise(report: &Report) -> Advice {
    let label = here(report, "there is nothing to assign");
    let help = did_you_mean(report).or_else(|| {
        let name = report.irritants.first()?;
        Some(format!("`(define {name} ...)` binds it"))
    });
    Advice { label, help, ..Advice::default() }
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
           ,-[ prog.scm:1:1 ]
           |
         1 | (set! total 1)
           | ^^^^^^^|^^^^^^
           |        `-------- there is nothing to assign
           |
           | Help: `(define total ...)` binds it
        ---'
        ");
    }
}
