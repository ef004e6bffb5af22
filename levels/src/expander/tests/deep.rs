use super::{machine, read};
use crate::expander::lookup::{Denotation, lookup};
use crate::expander::{expand_step, rules};
use crate::machine::Machine;
use crate::value::Value;

const DEPTH: usize = 100_000;

fn step(m: &mut Machine, scope: Value, form: Value) -> Value {
    let Denotation::Macro(object) = lookup(m, form.car(), scope) else { panic!("no macro") };
    expand_step(m, object, form, scope).unwrap()
}

fn nested(open: &str, middle: &str, close: &str) -> String {
    format!("{}{middle}{}", open.repeat(DEPTH), close.repeat(DEPTH))
}

#[test]
fn templates_and_patterns_may_be_deep() {
    let (mut m, scope) = machine();
    let spec = format!(
        "(syntax-rules () ((_ {}) ({})))",
        nested("(", "x ...", ") ..."),
        nested("(", "x ...", ") ...")
    );
    let name = m.intern("m");
    let spec = read(&mut m, &spec)[0];
    let object = rules::transformer(&mut m, spec, scope, name).unwrap();
    let form = read(&mut m, &format!("(m {})", nested("(", "1 2", ")")))[0];
    let mut result = expand_step(&mut m, object, form, scope).unwrap();
    while result.car().is_pair() {
        result = result.car();
    }
    assert_eq!(result.car(), Value::fixnum(1));
}

#[test]
fn quasiquote_may_be_deep_and_long() {
    let (mut m, scope) = machine();
    let form = read(&mut m, &format!("`{}", nested("(a ", ",x", ")")))[0];
    assert!(step(&mut m, scope, form).is_pair());
    let form = read(&mut m, &format!("`({})", "a ,b ".repeat(DEPTH)))[0];
    assert!(step(&mut m, scope, form).is_pair());
    let form = read(&mut m, &format!("(quasiquote {})", nested("(quasiquote ", "x", ")")))[0];
    assert!(step(&mut m, scope, form).is_pair());
}

#[test]
fn requirements_may_be_deep() {
    let (mut m, scope) = machine();
    let form = format!("(cond-expand ({} 1))", nested("(and r7rs (or (not ", "r7rs", ") r7rs))"));
    let form = read(&mut m, &form)[0];
    assert_eq!(step(&mut m, scope, form).cdr().car(), Value::fixnum(1));
}

#[test]
fn circular_forms_are_refused_or_end() {
    let (mut m, scope) = machine();
    let texts = [
        "(and . #0=(1 . #0#))",
        "(let #0=((x 1) . #0#) 1)",
        "(cond #0=(1 . #0#))",
        "(quasiquote #0=(a . #0#))",
        "(quasiquote #0=(#0# b))",
        "(quasiquote #0=#(#0#))",
        "(do () #0=(1 . #0#))",
        "(case-lambda (#0=(a . #0#) 1))",
    ];
    for text in texts {
        let form = read(&mut m, text)[0];
        let Denotation::Macro(object) = lookup(&mut m, form.car(), scope) else { panic!("{text}") };
        assert!(expand_step(&mut m, object, form, scope).is_err(), "{text}");
    }
    let quasiquote = m.intern("quasiquote");
    let Denotation::Macro(object) = lookup(&mut m, quasiquote, scope) else { panic!() };
    let mut shared = read(&mut m, "((unquote x) 1)")[0];
    for _ in 0..100 {
        shared = m.heap.cons(shared, shared);
    }
    let form = m.heap.list(&[quasiquote, shared]);
    assert!(expand_step(&mut m, object, form, scope).is_err());
    let name = m.intern("m");
    let spec = read(&mut m, "(syntax-rules () ((_ x ...) no) ((_ x . r) (quote r)))")[0];
    let object = rules::transformer(&mut m, spec, scope, name).unwrap();
    let form = read(&mut m, "(m . #0=(1 . #0#))")[0];
    let result = expand_step(&mut m, object, form, scope).unwrap();
    assert_eq!(result.cdr().car(), form.cdr().cdr());
}
