//! `syntax-rules` (R7RS 4.3.2): compiled once, to two small programs a rule.
//!
//! The payload of a macro of this kind is a vector with `ROW` elements for each rule: the program
//! that matches (`matcher`), the program that builds (`builder`), the number of pattern variables,
//! the vector of the identifiers that the template inserts, and the pattern. Nothing here recurs: patterns,
//! templates and forms may be as deep as memory holds.

use super::lookup::{Denotation, lookup};
use super::names::{Name, means};
use super::scope::{MacroKind, is_identifier, macro_field, macro_kind, new_macro, symbol_of};
use super::shape::{list, refuse, refuse_part, two};
use super::unfold::unfolded_size;
use super::{derived, expand_step};
use crate::condition::Outcome;
use crate::environment::WordHasher;
use crate::layout::Type;
use crate::machine::Machine;
use crate::printer::{self, Style};
use crate::symbol;
use crate::value::Value;
use std::collections::HashSet;
use std::hash::BuildHasherDefault;

mod pattern;
mod matcher;
mod template;
mod builder;

/// Elements of the payload for each rule.
const ROW: usize = 5;

/// How many data the rules of one macro may have, shared ones counting each time.
const SIZE: usize = 1 << 22;

/// How many expansions may lead from what stands in `define-syntax` to `syntax-rules`.
const STEPS: usize = 10_000;

/// The macro object that a transformer expression stands for, in the place where syntax is defined:
/// `(syntax-rules …)`, a use of a macro that comes to that, or the name of a macro. `name` is what
/// messages call it.
pub fn transformer(m: &mut Machine, mut spec: Value, scope: Value, name: Value) -> Outcome {
    for _ in 0..STEPS {
        if is_identifier(spec) {
            return match lookup(m, spec, scope) {
                Denotation::Macro(object) => Ok(object),
                Denotation::Variable(_) | Denotation::Global(_) => not_a_transformer(m, spec),
            };
        }
        if !spec.is_pair() || !is_identifier(spec.car()) {
            return not_a_transformer(m, spec);
        }
        let Denotation::Macro(object) = lookup(m, spec.car(), scope) else {
            return not_a_transformer(m, spec);
        };
        if derived::is_syntax_rules(object) {
            return compile(m, spec, scope, name);
        }
        if macro_kind(object) == MacroKind::Core {
            return not_a_transformer(m, spec);
        }
        spec = expand_step(m, object, spec, scope)?;
    }
    refuse(spec, "define-syntax: the macro does not come to syntax-rules")
}

fn not_a_transformer(m: &Machine, spec: Value) -> Outcome {
    refuse_part(
        m,
        spec,
        "define-syntax: expected (syntax-rules (literal …) (pattern template) …)",
        spec,
    )
}

/// What every part of one `syntax-rules` form is compiled with.
struct Context {
    scope: Value,
    /// The identifier named before the literals; none for the usual `...`.
    ellipsis: Option<Value>,
    literals: HashSet<Value, BuildHasherDefault<WordHasher>>,
}

impl Context {
    fn is_ellipsis(&self, m: &Machine, datum: Value) -> bool {
        if !is_identifier(datum) || self.literals.contains(&datum) {
            return false;
        }
        match self.ellipsis {
            Some(ellipsis) => datum == ellipsis,
            None => means(m, datum, self.scope, Name::Ellipsis),
        }
    }

    fn is_underscore(&self, m: &Machine, identifier: Value) -> bool {
        means(m, identifier, self.scope, Name::Underscore)
    }

    /// Whether `list` is a pair whose second element is the ellipsis.
    fn is_repeated(&self, m: &Machine, list: Value) -> bool {
        list.cdr().is_pair() && self.is_ellipsis(m, list.cdr().car())
    }
}

fn compile(m: &mut Machine, form: Value, scope: Value, name: Value) -> Outcome {
    match unfolded_size(form) {
        None => return refuse(form, "syntax-rules: the form is circular"),
        Some(size) if size > SIZE => return refuse(form, "syntax-rules: the form is too large"),
        Some(_) => {}
    }
    let parts = list(form, form.cdr(), "syntax-rules: the form")?;
    let (ellipsis, parts) = match parts.split_first() {
        Some((first, rest)) if is_identifier(*first) => (Some(*first), rest),
        Some(_) | None => (None, parts.as_slice()),
    };
    let Some((literals, rules)) = parts.split_first() else {
        return refuse(form, "syntax-rules: there is no list of literals");
    };
    let literals = list(form, *literals, "syntax-rules: the literals")?;
    if let Some(found) = literals.iter().find(|literal| !is_identifier(**literal)) {
        return refuse_part(m, form, "syntax-rules: each literal must be a name", *found);
    }
    let context = Context { scope, ellipsis, literals: literals.into_iter().collect() };
    let mut payload = Vec::with_capacity(rules.len() * ROW);
    for rule in rules {
        payload.extend(compile_rule(m, &context, form, *rule)?);
    }
    let payload = m.heap.object(Type::Vector, &payload);
    let name = symbol_of(name);
    Ok(new_macro(&mut m.heap, MacroKind::Rules, payload, scope, name))
}

fn compile_rule(
    m: &mut Machine,
    context: &Context,
    form: Value,
    rule: Value,
) -> Outcome<[Value; ROW]> {
    let blamed = if rule.is_pair() { rule } else { form };
    let Some((pattern, template)) = two(rule) else {
        let reason = "syntax-rules: each rule must be (pattern template)";
        return refuse_part(m, blamed, reason, rule);
    };
    if !pattern.is_pair() || !is_identifier(pattern.car()) {
        let reason = "syntax-rules: each pattern must be a list that begins with a name";
        return refuse_part(m, blamed, reason, pattern);
    }
    let compiled = pattern::compile(m, context, pattern)?;
    let template = template::compile(m, context, &compiled.variables, rule, template)?;
    let count = Value::fixnum(compiled.variables.len() as i64);
    Ok([compiled.program, template.program, count, template.inserted, pattern])
}

/// The innermost list that messages blame: `list`, if it was written, else that around it.
fn innermost(m: &Machine, list: Value, around: Value) -> Value {
    if m.sources.form_span(list).is_some() { list } else { around }
}

/// Expands a use of a macro that `syntax-rules` made.
pub fn expand(m: &mut Machine, object: Value, form: Value, scope: Value) -> Outcome {
    let payload = object.field(macro_field::PAYLOAD);
    let home = object.field(macro_field::SCOPE);
    let mut matcher = matcher::Matcher::new(scope, home);
    for rule in 0..payload.vector_len() / ROW {
        let row = |column: usize| payload.field(rule * ROW + column);
        let count = row(2).fixnum_value() as usize;
        if matcher.matches(m, row(0), count, form.cdr())? {
            let bindings = matcher.into_bindings();
            return builder::build(m, row(1), row(3), bindings, form, home);
        }
    }
    no_rule(m, object, form)
}

/// The pattern of the first rule of a macro, if `syntax-rules` made it with rules.
pub fn first_pattern(object: Value) -> Option<Value> {
    let payload = object.field(macro_field::PAYLOAD);
    let has_rules = macro_kind(object) == MacroKind::Rules && payload.vector_len() >= ROW;
    has_rules.then(|| payload.field(ROW - 1))
}

/// Patterns of a macro that a message shows, and characters of each.
const SHOWN: usize = 3;
const LONGEST: usize = 60;

/// The condition for a use that matches none of a macro's patterns.
fn no_rule(m: &mut Machine, object: Value, form: Value) -> Outcome {
    let (name, payload) = (object.field(macro_field::NAME), object.field(macro_field::PAYLOAD));
    let rules = payload.vector_len() / ROW;
    let mut ways = Vec::new();
    for rule in 0..rules.min(SHOWN) {
        let pattern = payload.field(rule * ROW + ROW - 1).cdr();
        let way = m.heap.cons(name, pattern);
        ways.push(printer::to_string_within(&m.heap, way, Style::Write, LONGEST));
    }
    let name = symbol::name(&m.heap, name);
    let more = if rules > SHOWN { ", …" } else { "" };
    let ways = match ways.join(", ") {
        none if none.is_empty() => "it has none".to_owned(),
        ways => format!("it is written {ways}{more}"),
    };
    refuse(form, format!("{name}: the form matches no rule of this macro; {ways}"))
}

/// An instruction's name as a word of a program.
const fn word(op: usize) -> Value {
    Value::fixnum(op as i64)
}
