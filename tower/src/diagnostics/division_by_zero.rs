//! `division-by-zero`: an exact division whose divisor is 0.

use super::{Advice, Report};

pub(super) fn advise(_report: &Report) -> Advice {
    let help = "an inexact divisor gives an infinity: (/ 1 0.) is +inf.0";
    Advice { help: Some(help.into()), ..Advice::default() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failing, report};

    #[test]
    fn one_over_nothing() {
        let failure = report("division-by-zero", "/: division by zero", &[], "(/ 1 0)", "(/ 1 0)");
        insta::assert_snapshot!(failing(failure), @r"
        Error: /: division by zero
           ,-[ prog.scm:1:1 ]
           |
         1 | (/ 1 0)
           | ^^^|^^^
           |    `----- here
           |
           | Help: an inexact divisor gives an infinity: (/ 1 0.) is +inf.0
        ---'
        ");
    }
}
