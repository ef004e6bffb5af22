//! `define-record-type` (R7RS 5.5).

use crate::builtins::record;
use crate::condition::Outcome;
use crate::expander::build::{define, form, lambda, quote, sequence};
use crate::expander::names::{Name, fresh};
use crate::expander::scope::{is_global, is_identifier, symbol_of};
use crate::expander::shape::{list, operands, refuse, refuse_part};
use crate::machine::Machine;
use crate::symbol;
use crate::value::Value;
use std::collections::HashSet;

/// `(define-record-type type constructor predicate field …)` defines procedures over
/// `%make-record`, `%record-is?`, `%record-ref` and `%record-set!`.
///
/// They hold the type itself, so that the program may use its name for something else. In a body
/// each evaluation makes a new type; at top level the expansion makes it, and compiled code knows
/// it. The constructor is `(name field …)`, a name alone (it takes all fields), or `#f`; the
/// predicate may be `#f`; a field may be a name alone.
pub fn define_record_type(m: &mut Machine, use_form: Value, scope: Value) -> Outcome {
    let parts = operands(use_form, "define-record-type")?;
    let [name, constructor, predicate, fields @ ..] = parts.as_slice() else {
        let usage = "(define-record-type type (constructor field …) predicate (field accessor) …)";
        return refuse(use_form, format!("define-record-type: too few parts: {usage}"));
    };
    if !is_identifier(*name) {
        return refuse_part(m, use_form, "define-record-type: the type must be a name", *name);
    }
    let fields: Vec<Field> =
        fields.iter().map(|spec| field(m, use_form, *spec)).collect::<Outcome<_>>()?;
    let mut record = RecordForm { use_form, of: Value::FALSE, forms: Vec::new(), fields };
    record.make_type(m, *name, is_global(scope))?;
    record.constructor(m, *constructor)?;
    record.predicate(m, *predicate)?;
    for index in 0..record.fields.len() {
        record.procedures_of_field(m, index);
    }
    Ok(sequence(m, &record.forms))
}

struct Field {
    name: Value,
    accessor: Option<Value>,
    modifier: Option<Value>,
}

fn field(m: &Machine, use_form: Value, spec: Value) -> Outcome<Field> {
    let reason = "define-record-type: each field must be (name accessor [modifier])";
    if is_identifier(spec) {
        return Ok(Field { name: spec, accessor: None, modifier: None });
    }
    if !spec.is_pair() {
        return refuse_part(m, use_form, reason, spec);
    }
    let parts = list(use_form, spec, "define-record-type: a field")?;
    if parts.len() > 3 || !parts.iter().all(|part| is_identifier(*part)) {
        return refuse_part(m, use_form, reason, spec);
    }
    Ok(Field { name: parts[0], accessor: parts.get(1).copied(), modifier: parts.get(2).copied() })
}

struct RecordForm {
    use_form: Value,
    /// The expression whose value is the type.
    of: Value,
    forms: Vec<Value>,
    fields: Vec<Field>,
}

impl RecordForm {
    fn make_type(&mut self, m: &mut Machine, name: Value, at_top: bool) -> Outcome<()> {
        let names: Vec<Value> = self.fields.iter().map(|field| symbol_of(field.name)).collect();
        let mut known = HashSet::new();
        if let Some(twice) = names.iter().find(|name| !known.insert(**name)) {
            let twice = symbol::name(&m.heap, *twice);
            return refuse(
                self.use_form,
                format!("define-record-type: the field {twice} is twice"),
            );
        }
        let names = m.heap.list(&names);
        if at_top {
            let procedures = self.names_of_procedures(m);
            let made = record::make_type(m, symbol_of(name), names, procedures)?;
            self.of = quote(m, made);
        } else {
            let procedures = self.names_of_procedures(m);
            let parts = [name, names, procedures].map(|part| quote(m, part));
            let maker = form(m, Name::MakeRecordType, &parts);
            self.of = fresh(m, Name::Record);
            let definition = define(m, self.of, maker);
            self.forms.push(definition);
        }
        let definition = define(m, name, self.of);
        self.forms.push(definition);
        Ok(())
    }

    /// For each field the names of its accessor and its modifier, or `#f`.
    fn names_of_procedures(&self, m: &mut Machine) -> Value {
        let shown = |name: Option<Value>| match name {
            Some(name) if is_identifier(name) => symbol_of(name),
            Some(_) | None => Value::FALSE,
        };
        let each = self.fields.iter().flat_map(|field| [field.accessor, field.modifier]);
        let names: Vec<Value> = each.map(shown).collect();
        m.heap.list(&names)
    }

    fn constructor(&mut self, m: &mut Machine, spec: Value) -> Outcome<()> {
        if spec == Value::FALSE {
            return Ok(());
        }
        let (name, given) = match spec.is_pair() {
            true => (
                spec.car(),
                list(self.use_form, spec.cdr(), "define-record-type: the constructor")?,
            ),
            false => (spec, self.fields.iter().map(|field| field.name).collect()),
        };
        if !is_identifier(name) {
            let reason = "define-record-type: the constructor must be (name field …)";
            return refuse_part(m, self.use_form, reason, spec);
        }
        let known: HashSet<Value> = self.fields.iter().map(|field| field.name).collect();
        if let Some(stray) = given.iter().find(|given| !known.contains(given)) {
            let reason = "define-record-type: the constructor takes what is no field";
            return refuse_part(m, self.use_form, reason, *stray);
        }
        let taken: HashSet<Value> = given.iter().copied().collect();
        let of_field = |name| if taken.contains(&name) { name } else { Value::FALSE };
        let mut operands = vec![self.of];
        operands.extend(self.fields.iter().map(|field| of_field(field.name)));
        let parameters = m.heap.list(&given);
        self.procedure(m, name, parameters, Name::MakeRecord, &operands);
        Ok(())
    }

    fn predicate(&mut self, m: &mut Machine, name: Value) -> Outcome<()> {
        if name == Value::FALSE {
            return Ok(());
        }
        if !is_identifier(name) {
            return refuse_part(
                m,
                self.use_form,
                "define-record-type: the predicate must be a name",
                name,
            );
        }
        let object = fresh(m, Name::Value);
        let parameters = m.heap.list(&[object]);
        self.procedure(m, name, parameters, Name::RecordIs, &[object, self.of]);
        Ok(())
    }

    fn procedures_of_field(&mut self, m: &mut Machine, index: usize) {
        let Field { accessor, modifier, .. } = self.fields[index];
        let index = Value::fixnum(index as i64);
        let record = fresh(m, Name::Record);
        if let Some(name) = accessor {
            let parameters = m.heap.list(&[record]);
            self.procedure(m, name, parameters, Name::RecordRef, &[record, self.of, index]);
        }
        if let Some(name) = modifier {
            let value = fresh(m, Name::Value);
            let parameters = m.heap.list(&[record, value]);
            self.procedure(m, name, parameters, Name::RecordSet, &[record, self.of, index, value]);
        }
    }

    /// `(define name (lambda parameters (primitive operand …)))`.
    fn procedure(
        &mut self,
        m: &mut Machine,
        name: Value,
        parameters: Value,
        primitive: Name,
        operands: &[Value],
    ) {
        let body = form(m, primitive, operands);
        let body = m.heap.list(&[body]);
        let procedure = lambda(m, parameters, body);
        let definition = define(m, name, procedure);
        self.forms.push(definition);
    }
}
