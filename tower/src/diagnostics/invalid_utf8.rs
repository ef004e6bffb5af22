//! `invalid-utf8`: bytes that are no text.

use super::{Advice, Report};

pub(super) fn advise(_report: &Report) -> Advice {
    let help = "save the text as UTF-8, or read it as bytes through a binary port";
    Advice { help: Some(help.into()), ..Advice::default() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failing, report};
    use super::*;

    #[test]
    fn bytes_that_are_no_text() {
        let failure = Report {
            span: None,
            ..report("invalid-utf8", "read-line: not UTF-8 at byte 10", &[], "", "")
        };
        insta::assert_snapshot!(failing(failure), @r"
        Error: read-line: not UTF-8 at byte 10
          help: save the text as UTF-8, or read it as bytes through a binary port
        ");
    }
}
