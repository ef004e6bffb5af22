//! How the usual forms are written, and where one that is malformed is wrong.
//!
//! Invariant: nothing here decides whether a form is malformed: the expander did. Where its reason
//! is not found again, there is no fault to show.

use super::Part;
use super::syntax::Fault;

/// `(if test consequent [alternative])`.
pub(super) fn conditional(form: &Part) -> Option<Fault> {
    let usage = "`(if test consequent alternative)`";
    match form.operands() {
        [] => Some(Fault::new(form, "nothing is asked here", format!("write {usage}"))),
        [_, _, other, ..] if other.text == "else" => {
            Some(Fault::new(other, "an `if` has no `else`", ELSE))
        }
        [test] => Some(Fault::new(
            test,
            "this is the test; what comes after it is missing",
            format!("write {usage}"),
        )),
        [_, _, _, extra, ..] => Some(Fault::new(
            extra,
            "one part too many",
            format!(
                "{usage} has no more parts: put several expressions into `(begin ...)`, several \
                 tests into `cond`"
            ),
        )),
        [_, _] | [_, _, _] => None,
    }
}

/// `(let ((name expression) …) body …)` and its like; a `let` may have a name.
pub(super) fn bindings(form: &Part) -> Option<Fault> {
    let who = form.head()?;
    let rest = form.operands();
    let (start, rest) = match rest.first() {
        Some(name) if who == "let" && name.is_name() => {
            (format!("(let {}", name.text), rest.get(1..)?)
        }
        Some(_) | None => (format!("({who}"), rest),
    };
    let Some(bindings) = rest.first() else {
        let help = format!("write `{start} ((name value) ...) body ...)`");
        return Some(Fault::new(form, "there are no bindings", help));
    };
    if !bindings.is_list() {
        let help = format!("write `{start} ((name value) ...) body ...)`");
        return Some(Fault::new(bindings, "this is no list of bindings", help));
    }
    let is_binding = |part: &Part| is_binding(who, part);
    let wrong = bindings.parts().iter().find(|binding| !is_binding(binding));
    match wrong {
        Some(_) if is_binding(bindings) => {
            let all: Vec<&str> =
                flat_bindings(who, rest).into_iter().map(|binding| binding.text.as_str()).collect();
            let help = format!(
                "a second pair of parentheses stands around all bindings: `{start} ({}) ...)`",
                all.join(" ")
            );
            Some(Fault::new(bindings, "this is one binding, not a list of bindings", help))
        }
        Some(wrong) => {
            let name = if wrong.is_name() { &wrong.text } else { wrong.head().unwrap_or("name") };
            let help = match who.ends_with("values") {
                true => {
                    "each binding is a list of names and one expression: `((q r) (floor/ 7 2))`"
                        .to_owned()
                }
                false => format!("each binding is a name and one value: `({name} value)`"),
            };
            Some(Fault::new(wrong, "this is no binding", help))
        }
        None if rest.len() == 1 => Some(Fault::new(
            bindings,
            "the body is missing after this",
            format!(
                "write `{start} {} body ...)`: is a parenthesis in the wrong place?",
                bindings.text
            ),
        )),
        None => None,
    }
}

/// The bindings at the beginning of what stands after `let`, where each stands alone.
fn flat_bindings<'a>(who: &str, rest: &'a [Part]) -> Vec<&'a Part> {
    let bodies = 1.min(rest.len().saturating_sub(1));
    rest[..rest.len() - bodies].iter().take_while(|part| is_binding(who, part)).collect()
}

/// Whether a part is a binding of the form with that keyword.
fn is_binding(who: &str, part: &Part) -> bool {
    let binds_values = who.ends_with("values");
    matches!(part.parts(), [name, _] if name.is_name() || binds_values && name.is_list())
}

/// The clauses of `cond`.
pub(super) fn clauses(form: &Part) -> Option<Fault> {
    let clauses = form.operands();
    let usage = "`(cond (test value) ... (else value))`";
    if clauses.is_empty() {
        return Some(Fault::new(form, "there are no clauses", format!("write {usage}")));
    }
    if let Some(wrong) = clauses.iter().find(|clause| clause.parts().is_empty()) {
        let help = match clauses {
            [test, value, ..] if test.head().is_some() && value == wrong => format!(
                "a clause has parentheses around test and value: `(cond ({} {}) ...)`",
                test.text, value.text
            ),
            _ if wrong.text == "else" => "a clause has parentheses: `(else value)`".into(),
            _ => format!("write {usage}"),
        };
        return Some(Fault::new(wrong, "this is no clause", help));
    }
    let is_else = |clause: &&Part| clause.head() == Some("else");
    let alternative = clauses.iter().find(is_else)?;
    if alternative.parts().len() == 1 {
        let help = "write the value after `else`: `(else value)`";
        return Some(Fault::new(alternative, "the value is missing", help));
    }
    (clauses.last() != Some(alternative)).then(|| {
        let help = "put this clause at the end: what comes after it is never asked";
        Fault::new(alternative, "this clause always holds", help)
    })
}

/// The clauses of `case`.
pub(super) fn data(form: &Part) -> Option<Fault> {
    let clauses = form.operands().get(1..)?;
    let is_clause = |clause: &Part| {
        let first = clause.parts().first();
        first.is_some_and(|first| first.is_list() || first.text == "else")
    };
    let wrong = clauses.iter().find(|clause| !is_clause(clause))?;
    let first = wrong.parts().first().unwrap_or(wrong);
    let help = format!("the data of a clause stand in a list: `(({}) value)`", first.text);
    Some(Fault::new(first, "this is no list of data", help))
}

/// `(define name value)`, `(define (name parameter …) body …)`.
pub(super) fn definition(form: &Part, message: &str) -> Option<Fault> {
    if message.contains("belongs at the beginning") {
        let help = "a definition is no expression. To give one of two values to a name, write \
                    `(define name (if test value other))`; to change one that there is, `set!`";
        return Some(Fault::new(form, "this stands where an expression belongs", help));
    }
    match form.operands() {
        [name, parameters, body, ..] if name.is_name() && parameters.is_list() => {
            let inside = parameters.text.get(1..).unwrap_or(")");
            let gap = if parameters.parts().is_empty() { "" } else { " " };
            let help = format!(
                "name and parameters stand in one list: `(define ({}{gap}{inside} {})`",
                name.text,
                shown(&body.text)
            );
            Some(Fault::new(parameters, "are these the parameters?", help))
        }
        [name, _, extra, ..] if name.is_name() => {
            let help = format!("`(define {} value)` takes one value", name.text);
            Some(Fault::new(extra, "one value too many", help))
        }
        [] | [_] => {
            let help = "write `(define name value)` or `(define (name parameter ...) body ...)`";
            Some(Fault::new(form, "the value is missing", help))
        }
        [_, _] | [_, _, ..] => None,
    }
}

/// A body as an example shows it.
fn shown(body: &str) -> &str {
    if body.len() <= 40 { body } else { "..." }
}

/// `(lambda (parameter …) body …)`, written so or as a definition.
pub(super) fn parameters(form: &Part) -> Option<Fault> {
    let operands = form.operands();
    let Some(parameters) = operands.first() else {
        return Some(Fault::new(
            form,
            "the parameters are missing",
            "write `(lambda (x) body ...)`",
        ));
    };
    let names = parameters.parts();
    if let Some(wrong) = names.iter().find(|name| !name.is_name()) {
        let help = "a parameter is a name only: what it stands for comes with the call";
        return Some(Fault::new(wrong, "this is no name", help));
    }
    let twice = names.iter().enumerate().find(|(index, name)| names[..*index].contains(name));
    if let Some((_, twice)) = twice {
        let help = "give each parameter a name of its own";
        return Some(Fault::new(twice, "this name is there already", help));
    }
    let is_definition = |part: &Part| part.head() == Some("define");
    if let Some(last) = operands.last().filter(|last| operands.len() > 1 && is_definition(last)) {
        let help = "a body ends in the expression whose value it gives";
        return Some(Fault::new(last, "nothing comes after this definition", help));
    }
    (operands.len() == 1).then(|| {
        let help = "write after the parameters what the procedure computes: is a parenthesis closed \
                    too early?";
        Fault::new(form, "the body is missing", help)
    })
}

/// Procedures that give a part of something, and those that put another in its place.
const PLACES: &[(&str, &str)] = &[
    ("car", "set-car!"),
    ("cdr", "set-cdr!"),
    ("vector-ref", "vector-set!"),
    ("string-ref", "string-set!"),
    ("bytevector-u8-ref", "bytevector-u8-set!"),
    ("hash-table-ref", "hash-table-set!"),
];

/// `(set! name value)`.
pub(super) fn assignment(form: &Part) -> Option<Fault> {
    let usage = "`(set! name value)` gives another value to a variable";
    match form.operands() {
        [place, value] if !place.is_name() => {
            let known = PLACES.iter().find(|(part, _)| place.head() == Some(part));
            let help = known.map_or(usage.to_owned(), |(_, setter)| {
                let operands: Vec<&str> =
                    place.operands().iter().map(|operand| operand.text.as_str()).collect();
                format!(
                    "to change a part, write `({setter} {} {})`",
                    operands.join(" "),
                    value.text
                )
            });
            Some(Fault::new(place, "this is no name", help))
        }
        [_, _, extra, ..] => Some(Fault::new(extra, "one part too many", usage)),
        [] | [_] => Some(Fault::new(form, "the value is missing", usage)),
        [_, _] => None,
    }
}

/// `(quote datum)`.
pub(super) fn quotation(form: &Part) -> Option<Fault> {
    let second = form.operands().get(1)?;
    let data: Vec<&str> = form.operands().iter().map(|datum| datum.text.as_str()).collect();
    let help = format!("to quote a list, write `'({})`", data.join(" "));
    Some(Fault::new(second, "one datum too many", help))
}

/// What is no form at all.
pub(super) fn other(form: &Part, message: &str) -> Option<Fault> {
    if message.starts_with("a library's name") {
        let names: Vec<&str> = form.operands().iter().map(|part| part.text.as_str()).collect();
        let help = format!("a library's name is a list: `(import ({}))`", names.join(" "));
        let first = form.operands().iter().find(|part| part.is_name())?;
        return Some(Fault::new(first, "this is no library's name", help));
    }
    if message.starts_with("an empty application") {
        let help = "the empty list is written `'()`; a call has a procedure in its parentheses";
        return Some(Fault::new(form, "there is nothing to call", help));
    }
    if message.starts_with("an application must be a proper list") {
        let help = "dots belong into quoted data and parameter lists: `(f x y)`, `(apply f x ys)`";
        return Some(Fault::new(form, "a call has no dot", help));
    }
    if message.starts_with("the name of a form") {
        return Some(name_of_form(form));
    }
    if message.starts_with("else:") {
        let help = ELSE;
        return Some(Fault::new(form, "an `else` belongs to no other form", help));
    }
    if message.starts_with("unquote") {
        let help = "a comma belongs into a quasiquotation: `` `(1 ,x) ``; arguments are not \
                    separated by commas";
        return Some(Fault::new(form, "this is inside of no quasiquotation", help));
    }
    None
}

const ELSE: &str = "`else` begins the last clause of `cond` or `case`; an `if` has none: its third \
                    part is the alternative";

fn name_of_form(form: &Part) -> Fault {
    let name = &form.text;
    let help = match name.as_str() {
        "else" => ELSE.to_owned(),
        "=>" | "..." | "_" | "unquote" => {
            format!("`{name}` means something inside of another form only")
        }
        _ => format!("`{name}` begins a form; a procedure of it is `(lambda (x) ({name} x))`"),
    };
    Fault::new(form, "this is no variable", help)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostics::Shape;

    fn name(text: &str) -> Part {
        Part { text: text.into(), span: None, shape: Shape::Name }
    }

    fn list(parts: Vec<Part>) -> Part {
        let texts: Vec<&str> = parts.iter().map(|part| part.text.as_str()).collect();
        Part { text: format!("({})", texts.join(" ")), span: None, shape: Shape::List(parts) }
    }

    fn names(words: &str) -> Part {
        list(words.split(' ').map(name).collect())
    }

    /// What is blamed, and the help.
    fn told(fault: Option<Fault>) -> Option<(String, String)> {
        fault.map(|fault| (fault.part.text, fault.help))
    }

    #[test]
    fn forms_that_are_right_are_not_blamed() {
        assert!(conditional(&names("if a b c")).is_none());
        let binding = list(vec![names("x y")]);
        assert!(bindings(&list(vec![name("let"), binding.clone(), name("x")])).is_none());
        assert!(bindings(&list(vec![name("let"), name("loop"), binding, name("x")])).is_none());
        assert!(clauses(&list(vec![name("cond"), names("a b"), names("else c")])).is_none());
        assert!(parameters(&list(vec![name("lambda"), names("x y"), name("x")])).is_none());
        assert!(assignment(&names("set! x y")).is_none());
        assert!(definition(&names("define x y"), "").is_none());
    }

    #[test]
    fn bindings_without_their_parentheses() {
        let form = list(vec![name("let"), names("x a"), names("y b"), names("f x y")]);
        let (part, help) = told(bindings(&form)).unwrap();
        assert_eq!(part, "(x a)");
        assert!(help.contains("`(let ((x a) (y b)) ...)`"), "{help}");
    }

    #[test]
    fn parameters_beside_the_name() {
        let form = list(vec![name("define"), name("f"), names("x"), names("g x")]);
        let (part, help) = told(definition(&form, "")).unwrap();
        assert_eq!(part, "(x)");
        assert!(help.contains("`(define (f x) (g x))`"), "{help}");
    }

    #[test]
    fn parts_have_assignments_of_their_own() {
        let form = list(vec![name("set!"), names("vector-ref v i"), name("x")]);
        let (_, help) = told(assignment(&form)).unwrap();
        assert!(help.contains("`(vector-set! v i x)`"), "{help}");
    }
}
