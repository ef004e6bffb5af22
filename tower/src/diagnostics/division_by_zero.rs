//! `division-by-zero`: an exact division whose divisor is 0.

use super::{Advice, Report};

pub(super) fn advise(report: &Report) -> Advice {
    let form = report.form.as_ref().filter(|form| form.head() == Some(report.who()));
    let Some([_, divisor]) = form.map(|form| form.operands()) else {
        return Advice::default();
    };
    let asked = match divisor.text.as_str() {
        "0" => None,
        divisor => Some(format!("what is to come out then? Ask `(= {divisor} 0)` first")),
    };
    let label = divisor.span.is_some().then(|| "this is 0".to_owned());
    Advice { at: divisor.span.clone(), label, help: asked, ..Advice::default() }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failing, report};

    #[test]
    fn the_average_of_nothing() {
        let text = "(/ sum (length xs))";
        let failure = report("division-by-zero", "/: division by zero", &[], text, text);
        insta::assert_snapshot!(failing(failure), @r"
        Error: /: division by zero
           ,-[ prog.scm:1:8 ]
           |
         1 | (/ sum (length xs))
           |        ^^^^^|^^^^^
           |             `------- this is 0
           |
           | Help: what is to come out then? Ask `(= (length xs) 0)` first
        ---'
        ");
    }
}
