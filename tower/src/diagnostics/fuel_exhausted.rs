//! `fuel-exhausted`: the steps given with `--fuel` are used up.

use super::{Advice, Report, here};

pub(super) fn advise(report: &Report) -> Advice {
    let help = "`--fuel N` sets the number of steps; without it there is no limit";
    let label = here(report, "stopped here");
    Advice { label, help: Some(help.into()), ..Advice::default() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failing, report};

    #[test]
    fn the_last_step() {
        let failure =
            report("fuel-exhausted", "out of fuel", &[], "(let loop () (loop))", "(loop)");
        insta::assert_snapshot!(failing(failure), @r"
        Error: out of fuel
           ,-[ prog.scm:1:14 ]
           |
         1 | (let loop () (loop))
           |              ^^^|^^
           |                 `---- stopped here
           |
           | Help: `--fuel N` sets the number of steps; without it there is no limit
        ---'
        ");
    }
}
