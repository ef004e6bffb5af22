//! `cond-expand`, `include`, `syntax-error`, and `syntax-rules` out of its place.

use crate::condition::{Condition, Outcome};
use crate::expander::build::{begin, sequence};
use crate::expander::include::{FoldCase, read_included};
use crate::expander::library::library_name;
use crate::expander::scope::{is_identifier, symbol_of};
use crate::expander::shape::{list, operands, refuse, refuse_part};
use crate::expander::strip::strip;
use crate::layout::Type;
use crate::machine::Machine;
use crate::string;
use crate::symbol;
use crate::value::Value;

/// The features that there are whatever libraries are carried.
pub static FEATURES: &[&str] = &[
    "r7rs",
    "exact-closed",
    "exact-complex",
    "ieee-float",
    "full-unicode",
    "ratios",
    "syntax-rules",
    "tower",
    concat!("tower-", env!("CARGO_PKG_VERSION")),
    std::env::consts::OS,
    std::env::consts::FAMILY,
    std::env::consts::ARCH,
    if cfg!(target_endian = "little") { "little-endian" } else { "big-endian" },
];

/// `(cond-expand (requirement form …) …)` is `(begin form …)` of the first clause that holds, or
/// `(begin)`.
pub fn cond_expand(m: &mut Machine, use_form: Value, _scope: Value) -> Outcome {
    let body = chosen_clause(m, use_form)?.unwrap_or(Value::NIL);
    Ok(begin(m, body))
}

/// The forms of the first clause of a `cond-expand` that holds; it may be a library declaration.
pub fn chosen_clause(m: &mut Machine, use_form: Value) -> Outcome<Option<Value>> {
    for clause in operands(use_form, "cond-expand")? {
        if !clause.is_pair() {
            let reason = "cond-expand: each clause must be (requirement form …)";
            return refuse_part(m, use_form, reason, clause);
        }
        if is_named(m, clause.car(), "else") || holds(m, use_form, clause.car())? {
            list(use_form, clause.cdr(), "cond-expand: the forms of a clause")?;
            return Ok(Some(clause.cdr()));
        }
    }
    Ok(None)
}

fn is_named(m: &Machine, datum: Value, name: &str) -> bool {
    is_identifier(datum) && symbol::name(&m.heap, symbol_of(datum)) == name
}

/// `and`, `or` and `not`, with the requirements that remain.
enum Connective {
    And(Value),
    Or(Value),
    Not,
}

/// Where the evaluation of a requirement stands.
enum Step {
    Ask(Value),
    Answer(bool),
}

fn holds(m: &mut Machine, use_form: Value, requirement: Value) -> Outcome<bool> {
    let mut pending = Vec::new();
    let mut step = Step::Ask(requirement);
    loop {
        step = match step {
            Step::Ask(requirement) => ask(m, use_form, requirement, &mut pending)?,
            Step::Answer(answer) => match pending.pop() {
                Some(connective) => combine(connective, answer, &mut pending),
                None => return Ok(answer),
            },
        };
    }
}

fn ask(
    m: &mut Machine,
    use_form: Value,
    requirement: Value,
    pending: &mut Vec<Connective>,
) -> Outcome<Step> {
    if is_identifier(requirement) {
        let name = symbol::name(&m.heap, symbol_of(requirement));
        return Ok(Step::Answer(name == "else" || m.expander.features.iter().any(|f| f == name)));
    }
    let reason =
        "cond-expand: a requirement must be a feature, (and …), (or …), (not …) or (library …)";
    if !requirement.is_pair() {
        return refuse_part(m, use_form, reason, requirement);
    }
    let rest = requirement.cdr();
    let count = list(use_form, rest, "cond-expand: a requirement")?.len();
    if is_named(m, requirement.car(), "and") {
        pending.push(Connective::And(rest));
        return Ok(Step::Answer(true));
    }
    if is_named(m, requirement.car(), "or") {
        pending.push(Connective::Or(rest));
        return Ok(Step::Answer(false));
    }
    if count == 1 && is_named(m, requirement.car(), "not") {
        pending.push(Connective::Not);
        return Ok(Step::Ask(rest.car()));
    }
    if count == 1 && is_named(m, requirement.car(), "library") {
        let name = library_name(m, use_form, rest.car())?;
        return Ok(Step::Answer((m.expander.library_exists)(m, name)));
    }
    refuse_part(m, use_form, reason, requirement)
}

fn combine(connective: Connective, answer: bool, pending: &mut Vec<Connective>) -> Step {
    match connective {
        Connective::And(rest) if answer && rest.is_pair() => {
            pending.push(Connective::And(rest.cdr()));
            Step::Ask(rest.car())
        }
        Connective::Or(rest) if !answer && rest.is_pair() => {
            pending.push(Connective::Or(rest.cdr()));
            Step::Ask(rest.car())
        }
        Connective::And(_) | Connective::Or(_) => Step::Answer(answer),
        Connective::Not => Step::Answer(!answer),
    }
}

/// `(include "file" …)` is `(begin form …)` of the data in the files.
pub fn include(m: &mut Machine, use_form: Value, _scope: Value) -> Outcome {
    let forms = included(m, use_form, FoldCase::No)?;
    Ok(sequence(m, &forms))
}

/// `include-ci`: as `include`, the files being read without regard to case.
pub fn include_ci(m: &mut Machine, use_form: Value, _scope: Value) -> Outcome {
    let forms = included(m, use_form, FoldCase::Yes)?;
    Ok(sequence(m, &forms))
}

/// The data in the files that an `include` form names.
pub fn included(m: &mut Machine, use_form: Value, fold: FoldCase) -> Outcome<Vec<Value>> {
    let files = operands(use_form, "include")?;
    if files.is_empty() {
        return refuse(use_form, "include: names no file: (include \"file\" …)");
    }
    let mut forms = Vec::new();
    for file in files {
        forms.extend(read_included(m, use_form, file, fold)?);
    }
    Ok(forms)
}

/// `(syntax-error "message" irritant …)` is an error with that message when it is reached.
pub fn syntax_error(m: &mut Machine, use_form: Value, _scope: Value) -> Outcome {
    let parts = operands(use_form, "syntax-error")?;
    let Some((message, irritants)) = parts.split_first().filter(|(m, _)| m.is_a(Type::String))
    else {
        return refuse(
            use_form,
            "syntax-error: needs a message: (syntax-error \"message\" form …)",
        );
    };
    let message = string::to_rust(&m.heap, *message);
    let irritants = irritants.iter().map(|irritant| strip(m, *irritant));
    let irritants = irritants.collect::<Outcome<Vec<Value>>>()?;
    Err(Box::new(Condition::Message { message, irritants }))
}

/// Names that only mean something inside of another form: `else`, `=>`, `...`, `_`, `unquote`,
/// `unquote-splicing`. They are bound, so that libraries can export them (R7RS 4.3.2).
pub fn misplaced_auxiliary(m: &mut Machine, use_form: Value, _scope: Value) -> Outcome {
    let name = symbol::name(&m.heap, symbol_of(use_form.car())).to_owned();
    refuse(use_form, format!("{name}: only means something inside of another form"))
}

/// `syntax-rules` anywhere but as the transformer of a definition of syntax.
pub fn misplaced_syntax_rules(_m: &mut Machine, use_form: Value, _scope: Value) -> Outcome {
    refuse(use_form, "syntax-rules: belongs in define-syntax, let-syntax or letrec-syntax")
}
