//! `expand_whole`: what it shows means what the form means.

use super::{machine, read};
use crate::expander::whole::expand_whole;
use crate::machine::{Event, Machine};
use crate::printer::{Style, to_string};
use crate::value::Value;

fn value(m: &mut Machine, form: Value, scope: Value) -> String {
    m.clear();
    let _ = m.enter_evaluation(form, scope, Value::NIL);
    let Event::Finished(value) = m.run() else {
        panic!("{}", to_string(&m.heap, form, Style::Write))
    };
    to_string(&m.heap, value, Style::Write)
}

/// What is shown of the expansion of the last form of a text.
fn shown(text: &str) -> Vec<String> {
    let (mut m, scope) = machine();
    let forms = read(&mut m, text);
    let (last, before) = forms.split_last().unwrap();
    before.iter().for_each(|form| drop(value(&mut m, *form, scope)));
    let expansion = expand_whole(&mut m, *last, scope).unwrap();
    expansion.iter().map(|form| to_string(&m.heap, *form, Style::Write)).collect()
}

#[test]
fn an_expansion_that_is_read_again_means_the_same() {
    let swap =
        "(define-syntax swap! (syntax-rules () ((_ a b) (let ((t a)) (set! a b) (set! b t)))))";
    for text in [
        "(let ((t 5)) (or #f t))",
        "(let loop ((i 0) (l '())) (if (= i 3) l (loop (+ i 1) (cons i l))))",
        "(let* ((x 1) (y (+ x 1))) (let ((x 10) (y x)) (list x y)))",
        "(letrec ((even? (lambda (n) (or (= n 0) (odd? (- n 1))))) (odd? (lambda (n) (and (> n 0) (even? (- n 1)))))) (even? 7))",
        "(let ((t 1) (u 2)) (swap! t u) (list t u))",
        "(let ((t 1) (t.1 2)) (swap! t t.1) (list t t.1 (or #f t)))",
        "(let () (define (f x) (cond ((assv x '((1 . one))) => cdr) (else 'none))) (list (f 1) (f 2)))",
        "((lambda (x . rest) (case x ((1 2) `(low ,@rest)) (else => (lambda (v) v)))) 2 3 4)",
        "(let-syntax ((m (syntax-rules () ((_ x ...) (list 'x ... x ...))))) (m 1 2))",
        "(let () (define-syntax my (syntax-rules () ((_) 'mine))) (define (if2 a b) (if a b (my))) (if2 #f 1))",
        "(do ((i 0 (+ i 1)) (s 0 (+ s i))) ((= i 5) s))",
    ] {
        let (mut m, scope) = machine();
        let forms = read(&mut m, &format!("{swap} {text}"));
        value(&mut m, forms[0], scope);
        let expected = value(&mut m, forms[1], scope);
        let [expansion] = expand_whole(&mut m, forms[1], scope).unwrap()[..] else {
            panic!("{text}")
        };
        let written = to_string(&m.heap, expansion, Style::Write);
        let again = read(&mut m, &written)[0];
        assert_eq!(value(&mut m, again, scope), expected, "{text}\n{written}");
    }
}

#[test]
fn nothing_is_defined_and_names_are_told_apart() {
    let text = "(begin (define-syntax one (syntax-rules () ((_) 1))) (define x (one)) (one))";
    assert_eq!(shown(text)[1..], ["(define x 1)", "1"]);
    assert_eq!(
        shown("(define (f t) (or 1 t))"),
        ["(define (f t) ((lambda (t.1) (if t.1 t.1 t)) 1))"]
    );
    assert_eq!(
        shown("(define ((f a) b) (when a b))"),
        ["(define (f a) (lambda (b) (if a (begin b))))"]
    );
    assert_eq!(shown("(f '(or 1 2) . x)"), ["(f '(or 1 2) . x)"]);
}

#[test]
fn malformed_forms_are_shown_as_they_are() {
    assert_eq!(shown("(lambda #0=(x . #0#) (or 1 2))"), ["(lambda #0=(x . #0#) (or 1 2))"]);
    assert_eq!(shown("(if . 1)"), ["(if . 1)"]);
    assert_eq!(shown("(lambda)"), ["(lambda)"]);
}

#[test]
fn deep_wide_and_circular_forms_end() {
    let deep = format!("{}1{}", "(or (f ".repeat(5_000), "))".repeat(5_000));
    assert_eq!(shown(&deep).len(), 1);
    let wide = format!("(list {})", "(or 1 2) ".repeat(5_000));
    assert!(shown(&wide)[0].len() > 100_000);
    let curried = format!("(define {}f{} 1)", "(".repeat(5_000), " a)".repeat(5_000));
    assert_eq!(shown(&curried).len(), 1);
    let (mut m, scope) = machine();
    for text in [
        "#0=(f . #0#)",
        "(define #0=(#0# . x) 1)",
        "(lambda #0=(x . #0#) 1)",
        "#0=(begin #0#)",
        "(let #0=((x 1) . #0#) x)",
        "(quote #0=(a . #0#))",
    ] {
        let form = read(&mut m, text)[0];
        // It ends, one way or the other.
        let _ = expand_whole(&mut m, form, scope);
    }
}
