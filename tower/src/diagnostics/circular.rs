//! `circular`: a list that never ends where one that does is needed.

use super::{Advice, Report, here};

pub(super) fn advise(report: &Report) -> Advice {
    let label = here(report, "this list comes back to itself");
    let help = "`list?` is #f for such a list; `write` shows where it comes back";
    Advice { label, help: Some(help.into()), ..Advice::default() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failing, report};

    #[test]
    fn a_list_without_end() {
        let failure =
            report("circular", "length: argument 1 is a circular list", &[], "(length xs)", "xs");
        insta::assert_snapshot!(failing(failure), @r"
        Error: length: argument 1 is a circular list
           ,-[ prog.scm:1:9 ]
           |
         1 | (length xs)
           |         ^|
           |          `-- this list comes back to itself
           |
           | Help: `list?` is #f for such a list; `write` shows where it comes back
        ---'
        ");
    }
}
