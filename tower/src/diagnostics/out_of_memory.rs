//! `out-of-memory`: the program needs more than it may use.

use super::{Advice, Report};

pub(super) fn advise(_report: &Report) -> Advice {
    let help = "`--memory N` sets the limit, as in `tower --memory 4G prog.scm`";
    Advice { help: Some(help.into()), ..Advice::default() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failing, report};

    #[test]
    fn a_vector_past_the_limit() {
        let failure =
            report("out-of-memory", "out of memory", &[], "(make-vector n 0)", "(make-vector n 0)");
        insta::assert_snapshot!(failing(failure), @r"
        Error: out of memory
           ,-[ prog.scm:1:1 ]
           |
         1 | (make-vector n 0)
           | ^^^^^^^^|^^^^^^^^
           |         `---------- here
           |
           | Help: `--memory N` sets the limit, as in `tower --memory 4G prog.scm`
        ---'
        ");
    }
}
