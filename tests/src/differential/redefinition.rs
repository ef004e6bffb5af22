//! Expressions that redefine a primitive or a macro, or use the macro.
//!
//! Invariant: with `Manner::Indirect` the same happens to variables that nobody but the program knows,
//! so that no compiler can have relied on them. What ends loops is never redefined.

use super::expression;
use super::generate::Generator;

/// What programs run after: the variables of the indirect manner, and what answers are made with.
pub const PRELUDE: &str = include_str!("redefinition.scm");

/// Primitives, and what they may be redefined to be.
const REDEFINITIONS: [(&str, &str); 13] = [
    ("+", "(lambda l (if (base-null? l) 0 (- 0 (base-car l))))"),
    ("*", "(lambda (a b) a)"),
    ("modulo", "(lambda (a b) 0)"),
    ("quotient", "(lambda (a b) (- a b))"),
    ("not", "(lambda (x) x)"),
    ("cons", "(lambda (a l) l)"),
    ("car", "(lambda (l) 7)"),
    ("list", "(lambda l '(9))"),
    ("length", "(lambda (l) 3)"),
    ("null?", "(lambda (l) #t)"),
    ("pair?", "(lambda (l) #f)"),
    ("vector-ref", "(lambda (v i) i)"),
    ("vector-set!", "(lambda (v i x) 'no)"),
];

/// The name of a primitive in the indirect manner.
pub fn indirect(name: &str) -> String {
    let redefined = REDEFINITIONS.iter().any(|(other, _)| *other == name);
    if redefined { format!("g{name}") } else { name.to_owned() }
}

/// An integer.
pub fn number(g: &mut Generator, depth: u32) -> String {
    if g.below(3) == 0 {
        // Not the first form of a body, which is expanded before the body's definitions run.
        let operand = expression::number(g, depth);
        let operator = if g.is_indirect() { "(marked)" } else { "mark" };
        return format!("(same ({operator} {operand}))");
    }
    let rest = expression::number(g, depth);
    format!("(begin {} {rest})", redefinition(g))
}

fn redefinition(g: &mut Generator) -> String {
    let which = g.below(REDEFINITIONS.len() as u64 + 4) as usize;
    let Some((name, other)) = REDEFINITIONS.get(which) else {
        return macro_redefinition(g);
    };
    let value = if g.below(3) == 0 { format!("base-{name}") } else { (*other).to_owned() };
    let name = g.primitive(name);
    match g.below(3) {
        0 => format!("(eval '(define {name} {value}))"),
        1 => format!("((lambda () (set! {name} {value})))"),
        _ => format!("(set! {name} {value})"),
    }
}

fn macro_redefinition(g: &mut Generator) -> String {
    let operator = ["+", "-", "*", "modulo"][g.below(4) as usize];
    let operator = g.primitive(operator);
    if g.is_indirect() {
        return format!("(set! marked (lambda () (marked-by {operator})))");
    }
    let rules = format!("(syntax-rules () ((_ e) ({operator} e 3)))");
    format!("(eval '(define-syntax mark {rules}))")
}
