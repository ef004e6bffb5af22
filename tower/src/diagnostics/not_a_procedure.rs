//! `not-a-procedure`: the first thing in a pair of parentheses is called, and this one cannot be.

use super::form::Shape;
use super::place::shortened;
use super::{Advice, INFIX, Part, Report};

pub(super) fn advise(report: &Report) -> Advice {
    let found = report.found.as_deref().or(report.irritants.first().map(String::as_str));
    let found = shortened(found.unwrap_or("this"));
    let form = report.form.as_ref().filter(|form| form.is_list() && !report.is_indirect);
    let Some((form, operator)) = form.and_then(|form| Some((form, form.parts().first()?))) else {
        return Advice { label: Some(format!("{found} cannot be called")), ..Advice::default() };
    };
    let label = match operator.text == found {
        true => format!("{found} cannot be called"),
        false => format!("this is {found}, which cannot be called"),
    };
    let help = help(report, form, operator);
    Advice { at: operator.span.clone(), label: Some(label), help, ..Advice::default() }
}

fn help(report: &Report, form: &Part, operator: &Part) -> Option<String> {
    let operands = form.operands();
    match operator.shape {
        Shape::List(_) if operands.is_empty() => {
            Some("there is a pair of parentheses too many around it: each pair is a call".into())
        }
        Shape::List(_) => Some(
            "parentheses do not group: several expressions in a row are a body, or `(begin ...)`"
                .into(),
        ),
        Shape::Name => help_with_name(report, form, &operator.text),
        Shape::Constant | Shape::String => Some(data(form)),
        Shape::Quotation | Shape::Template => None,
    }
}

/// A list that was meant as data.
fn data(form: &Part) -> String {
    let elements = form.text.get(1..).unwrap_or("");
    format!("if this is data, write `'{}` or `(list {elements}`", form.text)
}

fn help_with_name(report: &Report, form: &Part, name: &str) -> Option<String> {
    match form.operands() {
        [] => Some(format!("`{name}` without the parentheses is its value")),
        [infix, rest @ ..] if INFIX.contains(&infix.text.as_str()) => {
            let rest: Vec<&str> = rest.iter().map(|part| part.text.as_str()).collect();
            Some(format!("the operator comes first: `({} {name} {})`", infix.text, rest.join(" ")))
        }
        _ if report.candidates.iter().any(|known| known == name) => Some(format!(
            "a variable of this name hides the procedure `{name}`: give it another name"
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failing, report};

    #[test]
    fn a_number_is_called() {
        let failure = report(
            "not-a-procedure",
            "not a procedure",
            &["1"],
            "(define xs\n  (1 2 3))",
            "(1 2 3)",
        );
        insta::assert_snapshot!(failing(failure), @r"
        Error: not a procedure: 1
           ,-[ prog.scm:2:4 ]
           |
         2 |   (1 2 3))
           |    |
           |    `-- 1 cannot be called
           |
           | Help: if this is data, write `'(1 2 3)` or `(list 1 2 3)`
        ---'
        ");
    }

    #[test]
    fn infix_and_hidden_names() {
        let told = |text: &str, candidates: &[&str]| {
            let candidates = candidates.iter().map(|&name| name.to_owned()).collect();
            let failure = report("not-a-procedure", "not a procedure", &["1"], text, text);
            super::advise(&super::Report { candidates, ..failure }).help.unwrap_or_default()
        };
        assert_eq!(told("(a + b c)", &[]), "the operator comes first: `(+ a b c)`");
        assert_eq!(told("(x)", &[]), "`x` without the parentheses is its value");
        assert!(told("(list 1 2)", &["list"]).contains("hides the procedure `list`"));
        assert_eq!(told("(a b c)", &["list"]), "");
        assert!(told("((f x))", &[]).contains("a pair of parentheses too many"));
    }
}
