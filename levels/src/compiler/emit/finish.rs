//! From a lambda to its code object and version.

use super::buffers::Buffers;
use super::{ContextId, Emitter, Label, LabelInfo, Manner, Overflow, Shared, Target};
use crate::compiler::ast::{LambdaId, NodeId};
use crate::layout::Type;
use crate::machine::Machine;
use crate::ops::{Op, PointKind};
use crate::procedure::{
    add_version, code, install_version, new_code, new_version, points, version,
};
use crate::step::{Step, Steps};
use crate::value::Value;
use std::collections::BTreeMap;
use std::mem::take;

/// The code of a lambda whose closures are made where `context` is innermost. One without a body is
/// compiled when it is first called.
pub fn emit_lambda(
    m: &mut Machine,
    shared: &mut Shared<'_>,
    id: LambdaId,
    context: Option<ContextId>,
) -> Value {
    let lambda = shared.unit.lambda(id);
    let required = lambda.params.len() as i64 - i64::from(lambda.rest);
    let arity = match (lambda.body, lambda.rest) {
        (None, _) => declared_arity(lambda.form),
        (Some(_), true) => -1 - required,
        (Some(_), false) => required,
    };
    let fields = [
        lambda.name,
        lambda.form,
        lambda.outer_scope,
        Value::FALSE,
        Value::NIL,
        Value::fixnum(arity),
        itself(shared, id),
        Value::fixnum(if lambda.body.is_some() { lambda.depth as i64 } else { 0 }),
    ];
    let private = if lambda.private { code::PRIVATE } else { 0 };
    let (entry, flags) = (m.lazy_entry(), m.code_flags(lambda.outer_scope) | private);
    let code = new_code(&mut m.heap, fields, entry, flags);
    if lambda.body.is_some() && shared.manner == Manner::Fast {
        emit_version(m, shared, id, context, code);
    }
    code
}

/// The object of the variable that certainly holds the procedure of a lambda.
fn itself(shared: &Shared<'_>, id: LambdaId) -> Value {
    let var = shared.unit.lambda(id).variable.map(|var| shared.unit.var(var));
    let certain = var.filter(|var| !var.assigned && var.definitions == 1);
    certain.map_or(Value::FALSE, |var| var.object)
}

/// The arity of a `lambda` form that is well formed.
pub fn declared_arity(form: Value) -> i64 {
    let mut params = if form.cdr().is_pair() { form.cdr().car() } else { Value::NIL };
    let mut count = 0;
    while params.is_pair() {
        count += 1;
        params = params.cdr();
    }
    if params.is_nil() { count } else { -1 - count }
}

/// Emits a version of `code` and installs it.
pub fn emit_version(
    m: &mut Machine,
    shared: &mut Shared<'_>,
    id: LambdaId,
    context: Option<ContextId>,
    code: Value,
) {
    let version = version_of(m, shared, id, context, code);
    install_version(&mut m.heap, code, version);
    let is_library = code.header().flags() & code::LIBRARY != 0;
    let lambda = shared.unit.lambda(id);
    let steps = match (is_library, lambda.calls_given) {
        (false, _) => lambda.steps,
        (true, true) => Steps::of(Step::Apply),
        (true, false) => Steps::NONE,
    };
    m.heap.set_field(code, code::STEPS, Value::fixnum(steps.0.into()));
    m.settle_entry(code);
    m.register_code(code);
}

/// Emits a version of `code`, the unit's own lambda, in which frames may go on.
pub fn emit_twin(m: &mut Machine, shared: &mut Shared<'_>, code: Value, manner: Manner) -> Value {
    shared.manner = manner;
    let version = version_of(m, shared, LambdaId(0), None, code);
    let flags = match manner {
        Manner::Fast | Manner::Generic => version::GENERIC,
        Manner::Given => version::GENERIC | version::FINAL,
        Manner::Reified => version::GENERIC | version::REIFIED,
        Manner::Cold => version::GENERIC | version::REIFIED | version::FINAL,
        Manner::Stepped(_) => version::GENERIC | version::REIFIED | version::STEPPED,
    };
    m.heap.set_flags(version, flags);
    let leaves = Value::boolean(shared.leaves);
    m.heap.set_field(version.field(version::POINTS), points::LEAVES, leaves);
    add_version(&mut m.heap, code, version);
    version
}

fn version_of(
    m: &mut Machine,
    shared: &mut Shared<'_>,
    id: LambdaId,
    context: Option<ContextId>,
    code: Value,
) -> Value {
    let mut far_jumps = false;
    if id == LambdaId(0) {
        shared.renamed = code.header().flags() & code::RENAMED != 0;
    }
    loop {
        let mut emitter = Emitter::begin(m, shared, id, context, far_jumps);
        emitter.is_library = code.header().flags() & code::LIBRARY != 0;
        emitter.lambda_body();
        match emitter.overflow {
            None => return emitter.version(code),
            Some(Overflow::Jumps) => {
                emitter.clear_away();
                far_jumps = true;
            }
            Some(Overflow::Slots) => return emitter.refusal(code),
        }
    }
}

impl<'m, 's, 'u> Emitter<'m, 's, 'u> {
    fn begin(
        m: &'m mut Machine,
        shared: &'s mut Shared<'u>,
        lambda: LambdaId,
        context: Option<ContextId>,
        far_jumps: bool,
    ) -> Emitter<'m, 's, 'u> {
        let mut buffers = m.workshop.buffers.pop().unwrap_or_default();
        buffers.labels.push(LabelInfo::default());
        buffers.live.push(0);
        let Buffers { words, constants, points, forms, scopes, fill_ends, .. } = buffers;
        let Buffers { fills, all_fills, labels, live, .. } = buffers;
        Emitter {
            m,
            shared,
            lambda,
            base_context: context,
            context,
            pending: Vec::new(),
            words,
            constants,
            points,
            forms,
            scopes,
            fill_ends,
            fills,
            operator: None,
            all_fills,
            labels,
            last_place: 0,
            last_copy: None,
            entry: Label(0),
            loops: Vec::new(),
            live,
            long_masks: BTreeMap::new(),
            top: 2,
            most: 4,
            far_jumps,
            is_library: false,
            is_careless: false,
            overflow: None,
        }
    }

    /// Leaves the emitter's vectors to the next one.
    fn clear_away(&mut self) {
        let mut buffers = Buffers {
            words: take(&mut self.words),
            constants: take(&mut self.constants),
            points: take(&mut self.points),
            forms: take(&mut self.forms),
            scopes: take(&mut self.scopes),
            fill_ends: take(&mut self.fill_ends),
            fills: take(&mut self.fills),
            all_fills: take(&mut self.all_fills),
            labels: take(&mut self.labels),
            live: take(&mut self.live),
        };
        if buffers.clear() {
            self.m.workshop.buffers.push(buffers);
        }
    }

    fn lambda_body(&mut self) {
        let lambda = self.unit().lambda(self.lambda);
        let Some(body) = lambda.body else {
            return;
        };
        let count = lambda.params.len() as u16;
        self.top = 2 + count;
        self.touch(self.top + 1);
        let slots: Vec<u16> = (2..2 + count).collect();
        for slot in &slots {
            self.set_live(*slot);
        }
        let op = if lambda.rest { Op::EnterRest } else { Op::Enter };
        self.op(op, 0, count - u16::from(lambda.rest), 0);
        // There is room for the context that the parameters may have in another version.
        let size = 3 + count;
        self.return_point(size, size, PointKind::Entry, body);
        self.place(self.entry);
        self.settle(&lambda.params, &slots, lambda.scope);
        if self.is_reified() {
            self.enter_settled(size, body);
        }
        self.emit_start(body, Target::Tail);
        self.resolve_labels();
        self.words[0] |= u64::from(self.most + 2) << 48;
    }

    /// Frames that wait at the entry go on behind it in a reified version, where nothing enters.
    fn enter_settled(&mut self, size: u16, body: NodeId) {
        self.points.clear();
        self.forms.clear();
        self.scopes.clear();
        self.all_fills.clear();
        self.fill_ends.clear();
        self.op(Op::Loop, 0, 0, 0);
        self.return_point(size, size, PointKind::Entry, body);
    }

    fn version(&mut self, code: Value) -> Value {
        let shape = self.unit().shape(self.lambda);
        let fills = self.fill_vector();
        let dependencies = &self.shared.dependencies;
        let heap = &mut self.m.heap;
        let mut points = [Value::FALSE; points::LEN];
        points[points::WORDS] = heap.words(Type::Raw, self.points.len(), Value::FALSE);
        for (i, word) in self.points.iter().enumerate() {
            heap.init_field(points[points::WORDS], i, Value::from_bits(*word));
        }
        points[points::FORMS] = heap.object(Type::Vector, &self.forms);
        points[points::SCOPES] = heap.object(Type::Vector, &self.scopes);
        points[points::FILLS] = fills;
        points[points::SHAPE] = shape;
        points[points::CARELESS] = Value::boolean(self.is_careless);
        let points = heap.object(Type::Vector, &points);
        let points = heap.make_timeless(points);
        let constants = heap.object(Type::Vector, &self.constants);
        let constants = heap.make_timeless(constants);
        let relied_on = heap.words(Type::Vector, 2 * dependencies.len(), Value::FALSE);
        for (i, on) in dependencies.iter().enumerate() {
            heap.init_field(relied_on, 2 * i, on.cell);
            heap.init_field(relied_on, 2 * i + 1, on.contents);
        }
        let version = new_version(heap, [code, constants, relied_on, points], &self.words);
        self.clear_away();
        version
    }

    /// The procedure cannot be compiled: calling it raises a condition that says so.
    fn refusal(&mut self, code: Value) -> Value {
        let lambda = self.unit().lambda(self.lambda);
        let reason = "an expression with too many operands or variables at once".to_string();
        let condition = crate::condition::Condition::Syntax { form: lambda.form, reason };
        let object = crate::builtins::condition::to_object(self.m, &condition);
        self.words.clear();
        self.points.clear();
        self.forms.clear();
        self.scopes.clear();
        self.fill_ends.clear();
        self.all_fills.clear();
        self.fills.clear();
        self.labels.clear();
        self.long_masks.clear();
        self.live = vec![0];
        let count = lambda.params.len() as u16;
        (self.top, self.most, self.overflow) = (2 + count, 4 + count, None);
        let body = lambda.body.unwrap_or(NodeId(0));
        let op = if lambda.rest { Op::EnterRest } else { Op::Enter };
        self.op(op, 0, count - u16::from(lambda.rest), 6 + count);
        self.return_point(3 + count, 3 + count, PointKind::Entry, body);
        let top = self.top;
        self.point(top, body);
        self.op_with(Op::Raise, top, 0, 0, object);
        self.op(Op::Return, top, 0, 0);
        self.version(code)
    }

    /// `points::FILLS` of the points.
    fn fill_vector(&mut self) -> Value {
        if self.all_fills.is_empty() {
            return Value::FALSE;
        }
        let heap = &mut self.m.heap;
        let rows = heap.words(Type::Vector, self.fill_ends.len(), Value::FALSE);
        let mut start = 0;
        for (i, end) in self.fill_ends.iter().enumerate() {
            let fills = &self.all_fills[start..*end];
            start = *end;
            if fills.is_empty() {
                continue;
            }
            let row = heap.words(Type::Vector, 2 * fills.len(), Value::FALSE);
            for (j, fill) in fills.iter().enumerate() {
                heap.init_field(row, 2 * j, Value::fixnum(fill.slot.into()));
                heap.init_field(row, 2 * j + 1, fill.source);
            }
            heap.init_field(rows, i, row);
        }
        rows
    }
}
