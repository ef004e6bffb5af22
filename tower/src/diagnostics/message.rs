//! `message`: what a program says with `error`.

use super::{Advice, Report, expectation};

pub(super) fn advise(report: &Report) -> Advice {
    Advice { label: expectation(report), ..Advice::default() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failing, report};

    #[test]
    fn the_words_of_a_program() {
        let failure = report(
            "message",
            "no such colour",
            &["\"rd\"", "42"],
            "(error \"no such colour\" c 42)",
            "(error",
        );
        insta::assert_snapshot!(failing(failure), @r#"
        Error: no such colour: "rd" 42
           ,-[ prog.scm:1:1 ]
           |
         1 | (error "no such colour" c 42)
           | ^^^|^^
           |    `---- here
        ---'
        "#);
    }
}
