//! `wrong-arity`: a procedure is called with more or fewer arguments than it takes.

use super::{Advice, Called, INFIX, Part, Report, expectation};

pub(super) fn advise(report: &Report) -> Advice {
    let Some(called) = &report.called else {
        return Advice { label: expectation(report), ..Advice::default() };
    };
    let Called { name, span, usage } = called;
    let caller = report.form.as_ref().and_then(Part::head).filter(|_| report.is_indirect);
    let caller = caller.filter(|caller| Some(*caller) != name.as_deref());
    let note = caller.map(|caller| format!("it is called by `{caller}`"));
    let others = span.iter().map(|span| (span.clone(), "what it takes".to_owned())).collect();
    let usage = usage.as_ref().filter(|_| span.is_none());
    let usage = usage.map(|usage| format!("it is called like this: `{usage}`"));
    let help = report.form.as_ref().and_then(infix).or(usage);
    Advice { label: expectation(report), others, note, help, ..Advice::default() }
}

/// `(f n - 1)`
fn infix(form: &Part) -> Option<String> {
    let mut around = form.operands().windows(3);
    let [left, operator, right] = around.find(|parts| INFIX.contains(&parts[1].text.as_str()))?
    else {
        return None;
    };
    let (left, operator, right) = (&left.text, &operator.text, &right.text);
    Some(format!(
        "is `{left} {operator} {right}` one argument? The operator comes first: \
         `({operator} {left} {right})`"
    ))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failing, report};
    use super::*;

    #[test]
    fn one_argument_too_many() {
        let failure = Report {
            expected: Some("2 arguments".into()),
            found: Some("3".into()),
            ..report(
                "wrong-arity",
                "wrong number of arguments",
                &["#[procedure add]"],
                "(add 1 2 3)",
                "(add 1 2 3)",
            )
        };
        insta::assert_snapshot!(failing(failure), @r"
        Error: wrong number of arguments: #[procedure add]
           ,-[ prog.scm:1:1 ]
           |
         1 | (add 1 2 3)
           | ^^^^^|^^^^^
           |      `------- expected 2 arguments, found 3
        ---'
        ");
    }
}
