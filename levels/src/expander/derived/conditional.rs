//! `and`, `or`, `when`, `unless`, `cond`, `case` and `assert`.

use crate::condition::Outcome;
use crate::expander::build::{begin, bind, form, form_with_tail, if_else, if_maybe, quote};
use crate::expander::names::{Name, fresh, fresh_brief, means};
use crate::expander::shape::{body, list, operands, refuse, refuse_part};
use crate::layout::Type;
use crate::machine::Machine;
use crate::value::Value;

/// `(and e1 e2 …)` is `(if e1 (if e2 … #f) #f)`; `(and e)` is `e`, `(and)` is `#t`.
pub fn and(m: &mut Machine, use_form: Value, _scope: Value) -> Outcome {
    let mut parts = operands(use_form, "and")?;
    let last = parts.pop().unwrap_or(Value::TRUE);
    Ok(parts.iter().rev().fold(last, |rest, test| if_else(m, *test, rest, Value::FALSE)))
}

/// `(or e1 e2 …)` is `((lambda (t) (if t t …)) e1)`; `(or e)` is `e`, `(or)` is `#f`.
pub fn or(m: &mut Machine, use_form: Value, _scope: Value) -> Outcome {
    let mut parts = operands(use_form, "or")?;
    let last = parts.pop().unwrap_or(Value::FALSE);
    Ok(parts.iter().rev().fold(last, |rest, test| or_else(m, *test, rest)))
}

fn or_else(m: &mut Machine, test: Value, alternative: Value) -> Value {
    let t = fresh_brief(m);
    let choice = if_else(m, t, t, alternative);
    let body = m.heap.list(&[choice]);
    bind(m, &[(t, test)], body)
}

/// `(when test body …)` is `(if test (begin body …))`.
pub fn when(m: &mut Machine, use_form: Value, _scope: Value) -> Outcome {
    let (test, rest) = test_and_body(use_form, "when")?;
    let body = begin(m, rest);
    Ok(if_maybe(m, test, body, None))
}

/// `(unless test body …)` is `(if test UNSPECIFIED (begin body …))`.
pub fn unless(m: &mut Machine, use_form: Value, _scope: Value) -> Outcome {
    let (test, rest) = test_and_body(use_form, "unless")?;
    let body = begin(m, rest);
    Ok(if_else(m, test, Value::UNSPECIFIED, body))
}

fn test_and_body(use_form: Value, who: &str) -> Outcome<(Value, Value)> {
    let rest = use_form.cdr();
    if !rest.is_pair() {
        return refuse(use_form, format!("{who}: there is no test: ({who} test body …)"));
    }
    body(use_form, rest.cdr(), who)?;
    Ok((rest.car(), rest.cdr()))
}

/// `(cond clause …)` is a chain of `if`s.
///
/// `(test body …)` is `(if test (begin body …) …)`, `(test)` is `(or test …)`, `(test => receiver)`
/// is `((lambda (t) (if t (receiver t) …)) test)`, `(else body …)` is `(begin body …)`.
pub fn cond(m: &mut Machine, use_form: Value, scope: Value) -> Outcome {
    let clauses = operands(use_form, "cond")?;
    let mut chain = None;
    for (index, clause) in clauses.iter().enumerate().rev() {
        let parts = clause_parts(m, use_form, *clause, "cond: each clause must be (test body …)")?;
        chain = Some(if means(m, parts[0], scope, Name::Else) {
            let others = &clauses[index + 1..];
            else_body(m, use_form, *clause, others, "cond")?
        } else {
            cond_clause(m, use_form, scope, *clause, &parts, chain)?
        });
    }
    chain.map_or_else(|| refuse(use_form, "cond: there are no clauses"), Ok)
}

fn cond_clause(
    m: &mut Machine,
    use_form: Value,
    scope: Value,
    clause: Value,
    parts: &[Value],
    alternative: Option<Value>,
) -> Outcome {
    if parts.len() == 1 {
        return Ok(match alternative {
            Some(alternative) => or_else(m, parts[0], alternative),
            None => parts[0],
        });
    }
    if !means(m, parts[1], scope, Name::Arrow) {
        let body = begin(m, clause.cdr());
        return Ok(if_maybe(m, parts[0], body, alternative));
    }
    let receiver = receiver(use_form, parts, "cond")?;
    let t = fresh_brief(m);
    let call = m.heap.list(&[receiver, t]);
    let choice = if_maybe(m, t, call, alternative);
    let body = m.heap.list(&[choice]);
    Ok(bind(m, &[(t, parts[0])], body))
}

/// The expression after `=>` in a clause of these parts.
fn receiver(use_form: Value, parts: &[Value], who: &str) -> Outcome {
    match parts {
        [_, _, receiver] => Ok(*receiver),
        _ => refuse(use_form, format!("{who}: exactly one expression must follow =>")),
    }
}

fn else_body(
    m: &mut Machine,
    use_form: Value,
    clause: Value,
    others: &[Value],
    who: &str,
) -> Outcome {
    if !others.is_empty() {
        return refuse(use_form, format!("{who}: the else clause must be the last"));
    }
    body(use_form, clause.cdr(), format_args!("{who}: the else clause"))?;
    Ok(begin(m, clause.cdr()))
}

fn clause_parts(m: &Machine, use_form: Value, clause: Value, reason: &str) -> Outcome<Vec<Value>> {
    if !clause.is_pair() {
        return refuse_part(m, use_form, reason, clause);
    }
    list(use_form, clause, reason)
}

/// `(case key clause …)` binds the key and becomes a chain of `(if (memv key '(datum …)) …)`.
pub fn case(m: &mut Machine, use_form: Value, scope: Value) -> Outcome {
    let parts = operands(use_form, "case")?;
    let Some((subject, clauses)) = parts.split_first() else {
        return refuse(use_form, "case: there is no key: (case key ((datum …) body …) …)");
    };
    let case = Case { use_form, scope, key: fresh(m, Name::Key) };
    let mut chain = None;
    for (index, clause) in clauses.iter().enumerate().rev() {
        chain = Some(case.clause(m, *clause, &clauses[index + 1..], chain)?);
    }
    let Some(chain) = chain else {
        return refuse(use_form, "case: there are no clauses");
    };
    let body = m.heap.list(&[chain]);
    Ok(bind(m, &[(case.key, *subject)], body))
}

struct Case {
    use_form: Value,
    scope: Value,
    key: Value,
}

impl Case {
    fn clause(
        &self,
        m: &mut Machine,
        clause: Value,
        others: &[Value],
        alternative: Option<Value>,
    ) -> Outcome {
        let reason = "case: each clause must be ((datum …) body …)";
        let parts = clause_parts(m, self.use_form, clause, reason)?;
        if parts.len() == 1 {
            return refuse_part(m, self.use_form, reason, clause);
        }
        if !means(m, parts[0], self.scope, Name::Else) {
            list(self.use_form, parts[0], "case: the data of a clause")?;
            let data = quote(m, parts[0]);
            let test = form(m, Name::Memv, &[self.key, data]);
            let consequent = self.consequent(m, clause, &parts)?;
            return Ok(if_maybe(m, test, consequent, alternative));
        }
        if !others.is_empty() {
            return refuse(self.use_form, "case: the else clause must be the last");
        }
        self.consequent(m, clause, &parts)
    }

    fn consequent(&self, m: &mut Machine, clause: Value, parts: &[Value]) -> Outcome {
        if !means(m, parts[1], self.scope, Name::Arrow) {
            return Ok(begin(m, clause.cdr()));
        }
        let receiver = receiver(self.use_form, parts, "case")?;
        Ok(m.heap.list(&[receiver, self.key]))
    }
}

/// `(assert e x …)` is `(if e UNSPECIFIED (error "assertion failed" 'e x …))`, but that `e` is walked
/// for `'e` only where the assertion fails: it may hold a million others.
pub fn assert(m: &mut Machine, use_form: Value, _scope: Value) -> Outcome {
    let parts = operands(use_form, "assert")?;
    let Some((test, irritants)) = parts.split_first() else {
        return refuse(use_form, "assert: there is no expression: (assert expression irritant …)");
    };
    let message = crate::string::immutable(&mut m.heap, "assertion failed")?;
    let held = m.heap.object(Type::Vector, &[*test]);
    let stripped = form(m, Name::StripSyntax, &[held]);
    let culprit = form(m, Name::VectorRef, &[stripped, Value::fixnum(0)]);
    let irritants = m.heap.list(irritants);
    let complaint = form_with_tail(m, Name::Error, &[message, culprit], irritants);
    Ok(if_else(m, *test, Value::UNSPECIFIED, complaint))
}
