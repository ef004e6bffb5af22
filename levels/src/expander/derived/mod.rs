//! Derived forms: each a function from a form to the form it stands for, one step.
//!
//! Invariant: a derived form looks only at its own shape; whether its subforms are well formed is
//! found when they are reached.
//!
//! Beside core forms and builtins, expansions call these procedures of the library:
//!
//! ```text
//! (%guard thunk handle)            see `dynamic::guard`
//! (%parameterize pairs thunk)      calls thunk, the parameters in the alist having those values
//! (%case-lambda procedure …)       a procedure that calls the first of these that takes its arguments
//! (%delay thunk)                   a promise of what thunk returns
//! (%delay-force thunk)             a promise of what the promise that thunk returns promises
//! (%the-environment)               the environment of the call itself
//! (%time thunk)                    calls thunk, and says how long that took
//! (%trace names)                   prints the calls of the procedures with these names
//! (%untrace names)                 no longer
//! ```

use super::scope::{MacroKind, macro_field, macro_kind};
use crate::condition::Outcome;
use crate::machine::Machine;
use crate::value::Value;

pub mod binding;
pub mod conditional;
pub mod dynamic;
pub mod environment;
pub mod feature;
pub mod iteration;
pub mod procedure;
pub mod promise;
pub mod quasiquote;
pub mod record;
pub mod values;
pub mod watching;

/// A row of the table.
pub struct Derived {
    /// The name it is bound to in the universe.
    pub name: &'static str,
    /// Rewrites a use (a pair) found in a scope.
    pub expand: fn(&mut Machine, Value, Value) -> Outcome,
}

const fn row(name: &'static str, expand: fn(&mut Machine, Value, Value) -> Outcome) -> Derived {
    Derived { name, expand }
}

/// Every derived form.
pub static TABLE: &[Derived] = &[
    row("...", feature::misplaced_auxiliary),
    row("=>", feature::misplaced_auxiliary),
    row("_", feature::misplaced_auxiliary),
    row("and", conditional::and),
    row("assert", conditional::assert),
    row("case", conditional::case),
    row("case-lambda", procedure::case_lambda),
    row("cond", conditional::cond),
    row("cond-expand", feature::cond_expand),
    row("cons-stream", promise::cons_stream),
    row("define-record-type", record::define_record_type),
    row("define-values", values::define_values),
    row("defn", procedure::defn),
    row("delay", promise::delay),
    row("delay-force", promise::delay_force),
    row("do", iteration::do_loop),
    row("fn", procedure::short_lambda),
    row("else", feature::misplaced_auxiliary),
    row("guard", dynamic::guard),
    row("include", feature::include),
    row("include-ci", feature::include_ci),
    row("let", binding::let_form),
    row("let*", binding::let_star),
    row("let*-values", values::let_star_values),
    row("let-values", values::let_values),
    row("letrec", binding::letrec),
    row("letrec*", binding::letrec_star),
    row("or", conditional::or),
    row("parameterize", dynamic::parameterize),
    row("quasiquote", quasiquote::quasiquote),
    row("receive", values::receive),
    row("syntax-error", feature::syntax_error),
    row("syntax-rules", feature::misplaced_syntax_rules),
    row("the-environment", environment::the_environment),
    row("time", watching::time),
    row("trace", watching::trace),
    row("unless", conditional::unless),
    row("unquote", feature::misplaced_auxiliary),
    row("unquote-splicing", feature::misplaced_auxiliary),
    row("untrace", watching::untrace),
    row("when", conditional::when),
];

/// The row of a derived form's macro object.
pub fn row_of(object: Value) -> Option<&'static Derived> {
    TABLE.get(object.field(macro_field::PAYLOAD).as_index()?)
}

/// Whether a macro object is the universe's `syntax-rules`.
pub fn is_syntax_rules(object: Value) -> bool {
    macro_kind(object) == MacroKind::Derived
        && row_of(object).is_some_and(|row| row.name == "syntax-rules")
}
