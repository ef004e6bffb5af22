//! Expressions of each kind.

use super::generate::{Generator, Kind};
use super::redefinition;

/// A body: sometimes with definitions.
pub fn body(g: &mut Generator, depth: u32) -> String {
    if g.below(3) != 0 || !g.may_grow(depth) {
        return number(g, depth);
    }
    let (procedure, variable, parameter) = (g.name("f"), g.name("d"), g.name("x"));
    let inner = g.with(&[(&parameter, Kind::Number)], |g| number(g, depth - 1));
    let known = [(procedure.as_str(), Kind::Procedure)];
    let value = g.with(&known, |g| number(g, depth - 1));
    let known = [known[0], (variable.as_str(), Kind::Number)];
    let rest = g.with(&known, |g| number(g, depth - 1));
    format!(
        "(let () (define ({procedure} {parameter}) {inner}) (define {variable} {value}) {rest})"
    )
}

/// An integer.
pub fn number(g: &mut Generator, depth: u32) -> String {
    if !g.may_grow(depth) {
        return match g.variable(Kind::Number) {
            Some(name) if g.below(4) != 0 => g.mention(name),
            Some(_) | None => (g.below(20) as i64 - 5).to_string(),
        };
    }
    let depth = depth - 1;
    if g.redefines && g.below(5) == 0 {
        return redefinition::number(g, depth);
    }
    match g.below(36) {
        0..4 => arithmetic(g, depth),
        4..7 => {
            let (test, a, b) = (test(g, depth), number(g, depth), number(g, depth));
            format!("(if {test} {a} {b})")
        }
        7..10 => bindings(g, depth),
        10..15 => iteration(g, depth),
        15..17 => recursion(g, depth),
        17..19 => assignment(g, depth),
        19..23 => control(g, depth),
        23..25 => errors(g, depth),
        25..29 => from_data(g, depth),
        29..31 => {
            let argument = number(g, depth);
            format!("({} {argument})", procedure(g, depth))
        }
        31 => format!("(note! {})", number(g, depth)),
        32 => body(g, depth),
        33 => {
            let (a, b) = (g.name("a"), g.name("b"));
            let (x, y) = (number(g, depth), number(g, depth));
            let known = [(a.as_str(), Kind::Number), (b.as_str(), Kind::Number)];
            let rest = g.with(&known, |g| number(g, depth));
            format!("(call-with-values (lambda () (values {x} {y})) (lambda ({a} {b}) {rest}))")
        }
        34 => {
            let (key, a, b) = (number(g, depth), number(g, depth), number(g, depth));
            format!("(case {key} ((1 2 3) {a}) ((5) => same) (else {b}))")
        }
        _ => {
            let (a, b) = (number(g, depth), number(g, depth));
            format!("(parameterize ((p {a})) {})", g.call("+", &["(p)", &b]))
        }
    }
}

fn arithmetic(g: &mut Generator, depth: u32) -> String {
    let (a, b) = (number(g, depth), number(g, depth));
    match g.below(4) {
        0 => g.call("+", &[&a, &b]),
        1 => g.call("-", &[&a, &b]),
        2 => g.call("modulo", &[&g.call("*", &[&a, &b]), "9973"]),
        _ => g.call("+", &[&a, "1"]),
    }
}

fn test(g: &mut Generator, depth: u32) -> String {
    let (a, b) = (number(g, depth.min(2)), number(g, depth.min(2)));
    match g.below(7) {
        0 | 1 => g.call("<", &[&a, &b]),
        2 => g.call("=", &[&a, &b]),
        3 => g.call("not", &[&g.call("<=", &[&a, &b])]),
        4 => format!("(and {} {})", g.call("<", &["0", &a]), g.call("<", &[&a, &b])),
        5 => format!("(or {} {})", g.call("<", &[&a, "0"]), g.call("<=", &[&b, &a])),
        _ => {
            let items = list(g, depth.min(2));
            g.call("pair?", &[&items])
        }
    }
}

fn bindings(g: &mut Generator, depth: u32) -> String {
    let (x, y) = (g.name("x"), g.name("y"));
    let star = if g.below(2) == 0 { "let" } else { "let*" };
    let (kind, second) = any(g, depth);
    let first = number(g, depth);
    let known = [(x.as_str(), Kind::Number), (y.as_str(), kind)];
    let rest = g.with(&known, |g| number(g, depth));
    format!("({star} (({x} {first}) ({y} {second})) {rest})")
}

/// An expression of some kind.
fn any(g: &mut Generator, depth: u32) -> (Kind, String) {
    match g.below(5) {
        0 => (Kind::List, list(g, depth)),
        1 => (Kind::Vector, vector(g, depth)),
        2 | 3 => (Kind::Procedure, procedure(g, depth)),
        _ => (Kind::Number, number(g, depth)),
    }
}

fn iteration(g: &mut Generator, depth: u32) -> String {
    let (name, i, held) = (g.name("loop"), g.name("i"), g.name("h"));
    let count = 1 + g.below(6);
    let first = number(g, depth);
    let known = [(i.as_str(), Kind::Number), (held.as_str(), Kind::Number)];
    let next = g.call("-", &[&i, "1"]);
    match g.below(4) {
        0 => {
            let made = g.name("made");
            let value = g.with(&known, |g| number(g, depth));
            let closure = g.with(&known, |g| number(g, depth.min(2)));
            let more = g.call("cons", &[&format!("(lambda () {closure})"), &made]);
            let done = g.call("+", &[&format!("(sum-called {made})"), &held]);
            let test = g.call("<=", &[&i, "0"]);
            let inner = format!("(if {test} {done} ({name} {next} {value} {more}))");
            g.named_let(&name, &format!("({i} {count}) ({held} {first}) ({made} '())"), &inner)
        }
        1 => {
            let value = g.with(&known, |g| number(g, depth));
            let step = g.with(&known, |g| number(g, depth));
            let again = g.call("+", &[&step, &format!("({name} {next} {value})")]);
            let test = g.call("<", &[&i, "1"]);
            let inner = format!("(if {test} {held} {again})");
            g.named_let(&name, &format!("({i} {count}) ({held} {first})"), &inner)
        }
        2 => {
            let value = g.with(&known, |g| number(g, depth));
            let effect = g.with(&known, |g| number(g, depth));
            let test = g.call("=", &[&i, "0"]);
            format!("(do (({i} {count} {next}) ({held} {first} {value})) ({test} {held}) {effect})")
        }
        _ => {
            let (early, value) = g
                .with(&known, |g| {
                    let (early, value) = (test(g, depth), number(g, depth));
                    format!("{early}\u{0}{value}")
                })
                .split_once('\u{0}')
                .map(|(a, b)| (a.to_owned(), b.to_owned()))
                .unwrap();
            let end = g.call("<=", &[&i, "0"]);
            let rest = format!("({name} {next} {value})");
            let inner =
                format!("(cond ({end} {held}) ({early} ({name} {next} {held})) (else {rest}))");
            g.named_let(&name, &format!("({i} {count}) ({held} {first})"), &inner)
        }
    }
}

fn recursion(g: &mut Generator, depth: u32) -> String {
    let (name, n, outer) = (g.name("deep"), g.name("n"), g.name("o"));
    let count = 1 + g.below(if depth > 2 { 12 } else { 150 });
    let known = [(n.as_str(), Kind::Number), (outer.as_str(), Kind::Number)];
    let step = g.with(&known, |g| number(g, depth.min(2)));
    let base = g.with(&known, |g| number(g, depth.min(3)));
    let start = number(g, depth.min(3));
    let next = g.call("-", &[&n, "1"]);
    let again = match g.below(3) {
        0 => g.call("+", &[&format!("({name} {next} {n})"), &step]),
        1 => g.call("+", &[&step, &format!("({name} {next} {outer})")]),
        _ => {
            let arguments = g.call("list", &[&format!("({name} {next} {step})")]);
            format!("(apply {} {step} {arguments})", g.procedure("+"))
        }
    };
    let test = g.call("<=", &[&n, "0"]);
    format!(
        "(letrec (({name} (lambda ({n} {outer}) (if {test} {base} {again})))) ({name} {count} {start}))"
    )
}

fn assignment(g: &mut Generator, depth: u32) -> String {
    let (value, rest) = (number(g, depth), number(g, depth));
    let Some(variable) = g.variable(Kind::Number) else {
        return format!("(begin (note! {value}) {rest})");
    };
    // What counts a loop down is not assigned.
    if variable.starts_with(['i', 'n']) {
        return format!("(begin (note! {variable}) {})", g.call("+", &[&value, &rest]));
    }
    format!("(begin {} {rest})", g.assignment(&variable, &value))
}

fn control(g: &mut Generator, depth: u32) -> String {
    let k = g.name("k");
    match g.below(4) {
        0 => {
            let known = [(k.as_str(), Kind::Procedure)];
            let inner = g.with(&known, |g| number(g, depth));
            format!("(call-with-current-continuation (lambda ({k}) {inner}))")
        }
        1 => {
            let inner = number(g, depth);
            format!(
                "(dynamic-wind (lambda () (note! 'in)) (lambda () {inner}) (lambda () (note! 'out)))"
            )
        }
        _ => reentry(g, &k, depth),
    }
}

/// A continuation that is entered three times.
fn reentry(g: &mut Generator, k: &str, depth: u32) -> String {
    let (count, value) = (g.name("n"), g.name("v"));
    let (before, first) = (number(g, depth), number(g, depth));
    let known = [(value.as_str(), Kind::Number), (count.as_str(), Kind::Number)];
    let again = g.with(&known, |g| number(g, depth));
    let result = g.with(&known, |g| number(g, depth));
    let caught = format!("(call-with-current-continuation (lambda (c) (set! {k} c) {first}))");
    let sum = g.call("+", &[&before, &caught]);
    let next = g.call("-", &[&count, "-1"]);
    let test = g.call("<", &[&count, "3"]);
    format!(
        "(let (({k} #f) ({count} 0)) (let (({value} {sum})) (set! {count} {next}) (if {test} ({k} {again}) {result})))"
    )
}

fn errors(g: &mut Generator, depth: u32) -> String {
    let (a, b) = (number(g, depth), number(g, depth));
    let e = g.name("e");
    match g.below(5) {
        0 => {
            let rest = g.with(&[(e.as_str(), Kind::Number)], |g| number(g, depth));
            let sum = g.call("+", &[&a, &format!("(raise {b})")]);
            format!("(guard ({e} ((number? {e}) {rest})) {sum})")
        }
        1 => format!("(guard ({e} (#t {b})) {})", g.call("car", &[&a])),
        2 => {
            let sum = g.call("+", &[&a, &format!("(raise-continuable {b})")]);
            format!("(with-exception-handler (lambda ({e}) (note! {e}) 7) (lambda () {sum}))")
        }
        3 => format!(
            "(guard ({e} ((string? {e}) 1)) (guard ({e} ((symbol? {e}) 2)) (if (< {a} {b}) (raise 'no) (raise \"no\"))))"
        ),
        _ => {
            let quotient = g.call("quotient", &[&a, &b]);
            format!("(guard ({e} ((error-object? {e}) {b})) {quotient})")
        }
    }
}

fn from_data(g: &mut Generator, depth: u32) -> String {
    match g.below(6) {
        0 => format!("(sum {})", list(g, depth)),
        1 => format!("(apply {} {})", g.procedure("+"), list(g, depth)),
        2 => {
            let items = list(g, depth);
            g.call("length", &[&items])
        }
        3 => {
            let v = g.name("w");
            let (items, index) = (vector(g, depth), number(g, depth));
            let length = g.call("vector-length", &[&v]);
            let index = g.call("modulo", &[&index, &length]);
            format!("(let (({v} {items})) {})", g.call("vector-ref", &[&v, &index]))
        }
        4 => {
            let v = g.name("w");
            let (items, value) = (vector(g, depth), number(g, depth));
            let rest = g.with(&[(v.as_str(), Kind::Vector)], |g| number(g, depth));
            let store = g.call("vector-set!", &[&v, "0", &value]);
            format!("(let (({v} {items})) {store} {rest})")
        }
        _ => {
            let (items, rest) = (g.name("l"), list(g, depth));
            let (none, test) = (number(g, depth), g.call("null?", &[&items]));
            format!("(let (({items} {rest})) (if {test} {none} {}))", g.call("car", &[&items]))
        }
    }
}

fn list(g: &mut Generator, depth: u32) -> String {
    if !g.may_grow(depth) {
        let name = g.variable(Kind::List);
        return name.map_or_else(|| "'(1 2 3)".to_owned(), |name| g.mention(name));
    }
    let depth = depth - 1;
    match g.below(6) {
        0 => "'()".to_owned(),
        1 | 2 => {
            let (a, rest) = (number(g, depth), list(g, depth));
            g.call("cons", &[&a, &rest])
        }
        3 => {
            let (a, b) = (number(g, depth), number(g, depth));
            g.call("list", &[&a, &b])
        }
        4 => {
            let (items, f) = (list(g, depth), procedure(g, depth));
            format!("(map {f} {items})")
        }
        _ => {
            let (items, more) = (list(g, depth), list(g, depth));
            format!("(append {items} {more})")
        }
    }
}

fn vector(g: &mut Generator, depth: u32) -> String {
    match g.variable(Kind::Vector) {
        Some(name) if g.below(2) == 0 => g.mention(name),
        Some(_) | None => {
            let (a, b) = (number(g, depth.min(2)), number(g, depth.min(2)));
            g.call("vector", &[&a, &b, "3"])
        }
    }
}

fn procedure(g: &mut Generator, depth: u32) -> String {
    match g.variable(Kind::Procedure) {
        Some(name) if g.below(2) == 0 => g.mention(name),
        Some(_) | None => {
            let x = g.name("x");
            let rest = g.with(&[(x.as_str(), Kind::Number)], |g| body(g, depth.min(4)));
            format!("(lambda ({x}) {rest})")
        }
    }
}
