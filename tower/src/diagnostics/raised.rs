//! `raised`: `raise` of an object that is no error object.

use super::{Advice, Report};

pub(super) fn advise(_report: &Report) -> Advice {
    let note = "`raise` was given an object that is no error object; `(error ...)` makes one";
    Advice { note: Some(note.into()), ..Advice::default() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failing, report};

    #[test]
    fn a_number_is_raised() {
        let failure = report("raised", "raised", &["42"], "(raise 42)", "(raise 42)");
        insta::assert_snapshot!(failing(failure), @r"
        Error: raised: 42
           ,-[ prog.scm:1:1 ]
           |
         1 | (raise 42)
           | ^^^^^|^^^^
           |      `------ here
           |
           | Note: `raise` was given an object that is no error object; `(error ...)` makes one
        ---'
        ");
    }
}
