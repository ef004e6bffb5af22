//! `file`: the system refused what was asked of a file.

use super::{Advice, Report};

pub(super) fn advise(report: &Report) -> Advice {
    if report.message.contains("UTF-8") {
        let help = "save the text as UTF-8, or read it as bytes through a binary port";
        return Advice { help: Some(help.into()), ..Advice::default() };
    }
    let is_relative = |path: &String| !path.starts_with("\"/");
    if !report.message.contains("no such file") || !report.irritants.iter().any(is_relative) {
        return Advice::default();
    }
    let note = "a relative path begins at the folder where `tower` was started";
    Advice { note: Some(note.into()), ..Advice::default() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failing, report};

    #[test]
    fn a_missing_file() {
        let failure = report(
            "file",
            "open-input-file: no such file or directory",
            &["\"data.txt\""],
            "(open-input-file \"data.txt\")",
            "(open",
        );
        insta::assert_snapshot!(failing(failure), @r#"
        Error: open-input-file: no such file or directory: "data.txt"
           ,-[ prog.scm:1:1 ]
           |
         1 | (open-input-file "data.txt")
           | ^^|^^
           |   `---- here
           |
           | Note: a relative path begins at the folder where `tower` was started
        ---'
        "#);
    }
}
