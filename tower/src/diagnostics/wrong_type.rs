//! `wrong-type`: an argument is not of the kind that the procedure works on.

use super::form::Shape;
use super::place::shortened;
use super::{Advice, INFIX, Part, Report, expectation};

pub(super) fn advise(report: &Report) -> Advice {
    let at = report.refused().and_then(|argument| argument.span.clone());
    let help = Case::of(report).and_then(|case| RULES.iter().find_map(|rule| rule(&case)));
    let caller = report.form.as_ref().and_then(Part::head).filter(|_| report.is_indirect);
    let caller = caller.filter(|caller| *caller != report.who());
    let note = caller.map(|caller| format!("`{}` is called by `{caller}`", report.who()));
    Advice { at, label: expectation(report), note, help, ..Advice::default() }
}

/// What was refused, by whom, and what it was written as.
struct Case<'a> {
    who: &'a str,
    expected: &'a str,
    found: &'a str,
    /// How it is called, if it is a procedure.
    usage: Option<&'a str>,
    /// The form of the call and the argument in it, if the call is a person's own.
    call: Option<(&'a Part, &'a Part)>,
}

impl<'a> Case<'a> {
    fn of(report: &'a Report) -> Option<Case<'a>> {
        let (expected, found) = (report.expected.as_deref()?, report.found.as_deref()?);
        let call = report.form.as_ref().zip(report.refused());
        let usage = report.called.as_ref().and_then(|called| called.usage.as_deref());
        Some(Case { who: report.who(), expected, found, usage, call })
    }

    /// The argument as it was written, or what it was.
    fn argument(&self) -> String {
        shortened(self.call.map_or(self.found, |(_, argument)| &argument.text))
    }

    fn is_string(&self) -> bool {
        self.found.starts_with('"')
    }

    /// Whether the text in a string is a number's.
    fn is_number_in_string(&self) -> bool {
        self.found.trim_matches('"').parse::<f64>().is_ok() && self.is_string()
    }

    fn wants(&self, words: &str) -> bool {
        self.expected.contains(words)
    }
}

/// What may have gone wrong, in the order in which it is asked.
const RULES: &[fn(&Case<'_>) -> Option<String>] = &[
    called_too_early,
    arguments_swapped,
    no_value,
    several_values,
    infix,
    procedure_itself,
    other_comparison,
    sibling,
    several_shown,
    other_text,
    empty_list,
    nothing_found,
    list_wanted,
    literal,
    quoted,
    inexact,
];

/// `(for-each (display x) xs)`
fn called_too_early(case: &Case<'_>) -> Option<String> {
    let (form, argument) = case.call.filter(|_| case.wants("a procedure"))?;
    argument.is_list().then(|| {
        let (call, who) = (&argument.text, form.head().unwrap_or(case.who));
        format!("`{call}` is called before `{who}` begins; `(lambda (x) {call})` is a procedure")
    })
}

/// `(map '(1 2) f)`
fn arguments_swapped(case: &Case<'_>) -> Option<String> {
    let (form, _) = case.call.filter(|_| case.wants("a procedure"))?;
    let [data, procedure] = form.operands() else { return None };
    let who = form.head().filter(|_| procedure.is_name())?;
    Some(format!("the procedure comes first: `({who} {} {})`", procedure.text, data.text))
}

fn no_value(case: &Case<'_>) -> Option<String> {
    let argument = case.call.filter(|_| case.found == "#<unspecified>")?.1;
    if argument.head() == Some("define") {
        return Some("a definition has no value: put it before, in a line of its own".into());
    }
    let what = if argument.is_list() { "this call" } else { "this" };
    Some(format!(
        "{what} has no value: `display`, `set!` and an `if` without alternative give none, and \
         neither does a procedure that ends in one"
    ))
}

fn several_values(case: &Case<'_>) -> Option<String> {
    let words = "these are several values: `let-values` and `call-with-values` take them apart";
    case.found.starts_with("#<values").then(|| words.into())
}

/// `(* n - 1)`
fn infix(case: &Case<'_>) -> Option<String> {
    let (form, argument) = case.call.filter(|_| case.found.starts_with("#<procedure"))?;
    let around = form.operands().windows(3).find(|parts| &parts[1] == argument)?;
    let [left, operator, right] = around else { return None };
    INFIX.contains(&operator.text.as_str()).then(|| {
        let (left, operator, right) = (&left.text, &operator.text, &right.text);
        format!("the operator comes first: `({operator} {left} {right})`")
    })
}

fn procedure_itself(case: &Case<'_>) -> Option<String> {
    let argument = case.call.filter(|_| case.found.starts_with("#<procedure"))?.1;
    let name = &argument.text;
    let call = case.usage.map_or_else(|| format!("({name})"), str::to_owned);
    argument.is_name().then(|| format!("`{name}` is the procedure itself; `{call}` calls it"))
}

/// Procedures, the kind of what they were given, and those that work on it.
const SIBLINGS: &[(&str, Kind, &str)] = &[
    ("vector-ref", Kind::List, "list-ref"),
    ("vector-ref", Kind::String, "string-ref"),
    ("list-ref", Kind::Vector, "vector-ref"),
    ("list-ref", Kind::String, "string-ref"),
    ("string-ref", Kind::List, "list-ref"),
    ("string-ref", Kind::Vector, "vector-ref"),
    ("length", Kind::String, "string-length"),
    ("length", Kind::Vector, "vector-length"),
    ("vector-length", Kind::List, "length"),
    ("vector-length", Kind::String, "string-length"),
    ("string-length", Kind::List, "length"),
    ("string-length", Kind::Vector, "vector-length"),
    ("append", Kind::String, "string-append"),
    ("append", Kind::Vector, "vector-append"),
    ("string-append", Kind::List, "append"),
    ("map", Kind::Vector, "vector-map"),
    ("map", Kind::String, "string-map"),
    ("for-each", Kind::Vector, "vector-for-each"),
    ("for-each", Kind::String, "string-for-each"),
    ("vector-map", Kind::List, "map"),
    ("vector-for-each", Kind::List, "for-each"),
    ("hash-table-ref", Kind::List, "assoc"),
    ("hash-table-ref/default", Kind::List, "assoc"),
];

/// What was found, as far as its text tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    List,
    Vector,
    String,
}

fn sibling(case: &Case<'_>) -> Option<String> {
    let (kind, kinds) = match case.found {
        found if found.starts_with("#(") => (Kind::Vector, "vectors"),
        found if found.starts_with('(') => (Kind::List, "lists"),
        found if found.starts_with('"') => (Kind::String, "strings"),
        _ => return None,
    };
    let (.., other) = SIBLINGS.iter().find(|row| row.0 == case.who && row.1 == kind)?;
    Some(format!("for {kinds} there is `{other}`"))
}

/// `(display "a" "b")`
fn several_shown(case: &Case<'_>) -> Option<String> {
    let (form, _) = case.call.filter(|_| case.wants("an output port"))?;
    let [first, second] = form.operands() else { return None };
    let who = case.who;
    Some(format!("one after the other: `({who} {})` and `({who} {})`", first.text, second.text))
}

/// `=` and its like on what is no number.
fn other_comparison(case: &Case<'_>) -> Option<String> {
    let who = case.who;
    if !["=", "<", ">", "<=", ">="].contains(&who) || case.is_number_in_string() {
        return None;
    }
    let only = format!("`{who}` compares numbers");
    let kind = match case.found {
        found if found.starts_with('"') => "string",
        found if found.starts_with("#\\") => "char",
        _ => "",
    };
    if !kind.is_empty() {
        let general = if who == "=" { ", `equal?` anything" } else { "" };
        return Some(format!("{only}; `{kind}{who}?` compares {kind}s{general}"));
    }
    let is_atom = !case.found.starts_with(['(', '#']) || ["#t", "#f"].contains(&case.found);
    (who == "=").then(|| match is_atom {
        true => format!("{only}; `eq?` compares symbols and booleans, `equal?` anything"),
        false => format!("{only}; `equal?` compares lists, vectors and anything else"),
    })
}

/// A text where a number is wanted, and the other way round.
fn other_text(case: &Case<'_>) -> Option<String> {
    let argument = case.argument();
    if case.is_string() && (case.wants("number") || case.wants("integer")) {
        return match () {
            () if case.is_number_in_string() => Some(format!(
                "`(string->number {argument})` is the number that this text stands for"
            )),
            () if case.who == "+" => Some("`string-append` joins strings".into()),
            () => None,
        };
    }
    if !case.wants("a string") || case.who.starts_with("string->") {
        return None;
    }
    let convert = match case.found {
        found if is_number(found) => "number->string",
        found if found.starts_with("#\\") => "string",
        found if found.starts_with(['(', '#', '"']) => return None,
        _ => "symbol->string",
    };
    Some(format!("`({convert} {argument})` gives the text of it"))
}

/// Whether what was written out is a number.
fn is_number(found: &str) -> bool {
    found.trim_start_matches(['+', '-', '.']).starts_with(|c: char| c.is_ascii_digit())
}

fn empty_list(case: &Case<'_>) -> Option<String> {
    let (who, argument) = (case.who, case.argument());
    (case.wants("a pair") && case.found == "()").then(|| match argument.as_str() {
        "()" | "'()" => format!("the empty list has no `{who}`"),
        _ => {
            format!("the empty list has no `{who}`: ask `(null? {argument})` first, and stop there")
        }
    })
}

fn nothing_found(case: &Case<'_>) -> Option<String> {
    let words =
        "`assq`, `assoc`, `member` and their like give #f where they find nothing: ask first";
    (case.wants("a pair") && case.found == "#f").then(|| words.into())
}

fn list_wanted(case: &Case<'_>) -> Option<String> {
    if !case.wants("list") || case.wants("association") {
        return None;
    }
    if case.found.starts_with('(') {
        return Some("this is a pair whose last part is no list; `(list a b)` makes a list".into());
    }
    let argument = case.argument();
    if case.who == "apply" {
        return Some(format!("the last argument of `apply` is a list: `(list {argument})`"));
    }
    (!case.found.starts_with('#')).then(|| format!("`(list {argument})` is a list of one element"))
}

fn literal(case: &Case<'_>) -> Option<String> {
    let kind = case.expected.strip_prefix("a mutable ")?.split(' ').next()?;
    Some(format!("a literal cannot be changed: `({kind}-copy {})` can", case.argument()))
}

fn quoted(case: &Case<'_>) -> Option<String> {
    let argument = case.call?.1;
    (argument.shape == Shape::Quotation && case.wants("number"))
        .then(|| "what is quoted is not evaluated: leave the quote out to get its value".into())
}

/// `2.` where `2` is wanted.
fn inexact(case: &Case<'_>) -> Option<String> {
    let is_whole = case.found.parse::<f64>().is_ok_and(|number| number.fract() == 0.0);
    (is_whole && (case.wants("exact") || case.wants("index")))
        .then(|| format!("`(exact {})` is the exact integer", case.argument()))
}

#[cfg(test)]
mod tests {
    use super::super::tests::{failing, report};
    use super::*;

    #[test]
    fn an_argument_of_the_wrong_type() {
        let failure = Report {
            expected: Some("a pair".into()),
            found: Some("5".into()),
            ..report(
                "wrong-type",
                "car: argument 1 is not a pair",
                &["5"],
                "(display (car 5))",
                "(car 5)",
            )
        };
        insta::assert_snapshot!(failing(failure), @r"
        Error: car: argument 1 is not a pair: 5
           ,-[ prog.scm:1:10 ]
           |
         1 | (display (car 5))
           |          ^^^|^^^
           |             `----- expected a pair, found 5
        ---'
        ");
    }

    /// The help for the argument of that number in a call.
    fn help(text: &str, argument: usize, expected: &str, found: &str) -> String {
        let who = text[1..].split(' ').next().unwrap_or("");
        let message = format!("{who}: argument {argument} is not {expected}");
        let failure = Report {
            expected: Some(expected.into()),
            found: Some(found.into()),
            argument: Some(argument),
            ..report("wrong-type", &message, &[found], text, text)
        };
        advise(&failure).help.unwrap_or_default()
    }

    #[test]
    fn comparisons_have_others_for_other_types() {
        let told = |who: &str, found: &str| help(&format!("({who} a b)"), 1, "a number", found);
        assert_eq!(
            told("=", "\"x\""),
            "`=` compares numbers; `string=?` compares strings, `equal?` anything"
        );
        assert_eq!(told("<", "#\\a"), "`<` compares numbers; `char<?` compares chars");
        assert!(told("=", "(1 2)").contains("`equal?` compares lists"));
        assert!(told("=", "abc").contains("`eq?` compares symbols"));
        assert!(told("=", "\"5\"").contains("(string->number a)"));
        assert_eq!(told("<", "abc"), "");
    }

    #[test]
    fn what_works_on_another_kind_is_there() {
        let bound = super::super::tests::bound();
        for (who, kind, other) in SIBLINGS {
            assert!(
                [who, other].iter().all(|name| bound.contains(&(**name).to_owned())),
                "{other}"
            );
            let found = ["(1)", "#(1)", "\"1\""][*kind as usize];
            let told = help(&format!("({who} x)"), 1, "something else", found);
            assert!(told.ends_with(&format!("`{other}`")), "{told}");
        }
    }

    #[test]
    fn operators_come_first() {
        let told = help("(* n - 1)", 2, "a number", "#<procedure ->");
        assert_eq!(told, "the operator comes first: `(- n 1)`");
    }

    #[test]
    fn texts_and_numbers_are_converted() {
        assert_eq!(help("(+ s 1)", 1, "a number", "\"a\""), "`string-append` joins strings");
        assert!(help("(string-append n)", 1, "a string", "-1/2").contains("(number->string n)"));
        assert!(help("(string-append n)", 1, "a string", "5").contains("(number->string n)"));
        assert!(help("(string-append n)", 1, "a string", "abc").contains("(symbol->string n)"));
        assert!(help("(string-append n)", 1, "a string", "#\\a").contains("`(string n)`"));
    }

    #[test]
    fn procedures_are_given_not_called() {
        let told = help("(for-each (f x) xs)", 1, "a procedure", "#<unspecified>");
        assert!(told.contains("`(f x)` is called before `for-each` begins"), "{told}");
        let told = help("(map xs f)", 1, "a procedure", "(1 2)");
        assert_eq!(told, "the procedure comes first: `(map f xs)`");
        let told = help("(+ f 1)", 1, "a number", "#<procedure f>");
        assert_eq!(told, "`f` is the procedure itself; `(f)` calls it");
    }
}
