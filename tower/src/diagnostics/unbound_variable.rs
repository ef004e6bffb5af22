//! `unbound-variable`: a name that nothing binds where it is used.

use super::{Advice, Report, did_you_mean, here};

pub(super) fn advise(report: &Report) -> Advice {
    let label = here(report, "not bound here");
    let help = did_you_mean(report)
        .unwrap_or_else(|| "define it, or import the library that has it".into());
    Advice { label, help: Some(help), ..Advice::default() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failing, report};
    use super::*;

    #[test]
    fn a_mistyped_name() {
        let failure = Report {
            candidates: ["length", "list-length", "car"].map(String::from).into(),
            ..report(
                "unbound-variable",
                "unbound variable",
                &["lenght"],
                "(define (f xs)\n  (lenght xs))\n",
                "lenght",
            )
        };
        insta::assert_snapshot!(failing(failure), @r"
        Error: unbound variable: lenght
           ,-[ prog.scm:2:4 ]
           |
         2 |   (lenght xs))
           |    ^^^|^^
           |       `---- not bound here
           |
           | Help: did you mean `length`?
        ---'
        ");
    }
}
