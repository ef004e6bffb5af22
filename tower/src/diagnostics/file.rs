//! `file`: the system refused what was asked of a file.

use super::{Advice, Report};
use crate::nearest::{listed, nearest};

pub(super) fn advise(report: &Report) -> Advice {
    if report.message.contains("UTF-8") {
        let help = "save the text as UTF-8, or read it as bytes through a binary port";
        return Advice { help: Some(help.into()), ..Advice::default() };
    }
    let Some(path) = report.irritants.first().filter(|_| report.message.contains("no such file"))
    else {
        return Advice::default();
    };
    let is_relative = !path.starts_with("\"/");
    let note =
        is_relative.then_some("a relative path begins at the folder where `tower` was started");
    let name = path.trim_matches('"').rsplit('/').next().unwrap_or("");
    let near = nearest(name, report.files.iter().map(String::as_str));
    let help = (!near.is_empty()).then(|| format!("did you mean {}?", listed(&near)));
    Advice { note: note.map(str::to_owned), help, ..Advice::default() }
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
