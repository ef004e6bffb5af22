//! `interrupted`: Ctrl-C.

use super::{Advice, Report, here};

pub(super) fn advise(report: &Report) -> Advice {
    Advice { label: here(report, "stopped here"), ..Advice::default() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failing, report};

    #[test]
    fn a_loop_is_stopped() {
        let failure = report("interrupted", "interrupted", &[], "(let loop () (loop))", "(loop)");
        insta::assert_snapshot!(failing(failure), @r"
        Error: interrupted
           ,-[ prog.scm:1:14 ]
           |
         1 | (let loop () (loop))
           |              ^^^|^^
           |                 `---- stopped here
        ---'
        ");
    }
}
