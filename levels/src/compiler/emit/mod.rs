//! From nodes to instructions.
//!
//! Slots are given out like a stack: variables in scope, then temporaries. A call's frame begins at
//! the first free slot, so that what is live across a call lies below it. The operands of an
//! inlined primitive have the slots that they would have in a call, so that versions with and
//! without it agree.
//!
//! A *generic* version has no inlined primitives: every application is a call. Its slots are those of
//! the others; what they leave empty (`fills`) is noted at each point. A *reified* version is one in
//! which every variable can be assigned from outside (see `reified`).
//!
//! Invariant: `live` says which slots hold a value on every path to the present instruction; masks
//! are made from nothing else.

use super::ast::{LambdaId, LoopId, Node, NodeId, Reliance, Unit, VarId};
use crate::machine::Machine;
use crate::ops::{Op, PointKey, PointKind, ReturnInfo, mask};
use crate::step::Steps;
use crate::value::Value;
use std::collections::BTreeMap;

mod buffers;
mod binding;
mod assignment;
mod branch;
mod cold;
mod expression;
mod finish;
mod hoist;
mod inline;
mod operator;
mod reified;
mod runs;
mod stepped;

pub use buffers::Buffers;
pub use finish::{declared_arity, emit_lambda, emit_twin, emit_version};

/// Where a variable lives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Place {
    /// Not bound yet.
    Nowhere,
    /// A slot of the frame.
    Slot(u16),
    /// A variable of a context.
    Context(ContextId, u16),
}

/// Index in `Shared::contexts`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct ContextId(u32);

/// A context that exists at run time while a scope is active.
struct ContextInfo {
    frame: LambdaId,
    slot: u16,
    parent: Option<ContextId>,
}

/// What the lambdas of one unit share while they are emitted.
pub struct Shared<'u> {
    /// The unit.
    pub unit: &'u Unit,
    places: Vec<Place>,
    contexts: Vec<ContextInfo>,
    dependencies: Vec<Reliance>,
    manner: Manner,
    /// Whether the unit's own procedure has to look at its variable (`code::RENAMED`).
    renamed: bool,
    /// Whether some form has been left to the host as a whole.
    leaves: bool,
}

/// What becomes of applications of builtins, and of variables that nothing captures.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Manner {
    /// They are inlined; they live in slots.
    Fast,
    /// They are calls; procedures inside are compiled when they are first called.
    Generic,
    /// As `Generic`; the calls of procedures that the standard library was given are the host's.
    Given,
    /// As `Generic`; each of them lives in a context of its own.
    Reified,
    /// As `Reified`; what is left to be evaluated is left to the host.
    Cold,
    /// As `Reified`; these steps are the host's.
    Stepped(Steps),
}

impl<'u> Shared<'u> {
    /// For a unit nothing of which has been emitted.
    pub fn new(unit: &'u Unit) -> Shared<'u> {
        Shared {
            unit,
            places: vec![Place::Nowhere; unit.vars.len()],
            contexts: Vec::new(),
            dependencies: unit.dependencies.clone(),
            manner: Manner::Fast,
            renamed: false,
            leaves: false,
        }
    }
}

/// Where the value of an expression goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Target {
    /// Into a slot.
    Slot(u16),
    /// It is the value of the procedure.
    Tail,
    /// Nowhere.
    Effect,
}

/// Whether the instructions after an expression are reached from it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Exit {
    /// They are.
    Falls,
    /// Every path has returned or jumped.
    Leaves,
}

/// A place to jump to.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Label(usize);

#[derive(Default)]
struct LabelInfo {
    at: Option<usize>,
    near: Vec<usize>,
    far: Vec<usize>,
}

/// A scope whose captured variables still lie in slots: its context is made where a closure is
/// first made, so that paths without one do not pay for it.
#[derive(Clone)]
struct Pending {
    vars: Vec<VarId>,
    slots: Vec<u16>,
    scope: Value,
    context_slot: u16,
}

/// What `enter_scope` saves for `leave_scope`.
#[derive(Clone, Copy)]
pub(super) struct Mark {
    top: u16,
    pending: usize,
    fills: usize,
}

/// A loop being emitted: where its parameters lie, where a round begins, where its value goes, what
/// follows it, and the constants it has in slots.
#[derive(Clone)]
struct ActiveLoop {
    id: LoopId,
    slots: Vec<u16>,
    header: Label,
    target: Target,
    end: Label,
    constants: Vec<hoist::Hoisted>,
}

/// The code does not fit its formats: too many slots, or a jump too far for its operand.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Overflow {
    /// Emit again with far jumps only.
    Jumps,
    /// The expression needs more slots than a frame can have.
    Slots,
}

/// What a slot holds in a generic version while this one leaves it empty; in a reified version, what
/// it holds where others have something else: see `procedure::points::FILLS`.
#[derive(Clone, Copy)]
struct Fill {
    slot: u16,
    source: Value,
}

/// Emits the instructions of one lambda.
pub struct Emitter<'m, 's, 'u> {
    pub(super) m: &'m mut Machine,
    pub(super) shared: &'s mut Shared<'u>,
    lambda: LambdaId,
    base_context: Option<ContextId>,
    context: Option<ContextId>,
    pending: Vec<Pending>,
    words: Vec<u64>,
    constants: Vec<Value>,
    points: Vec<u64>,
    forms: Vec<Value>,
    scopes: Vec<Value>,
    /// Where the fills of each point end in `all_fills`.
    fill_ends: Vec<usize>,
    fills: Vec<Fill>,
    operator: Option<Value>,
    /// The fills of all points, one after the other.
    all_fills: Vec<Fill>,
    labels: Vec<LabelInfo>,
    /// Where a label was placed last.
    last_place: usize,
    /// Where the last `Move` is, from what slot to what.
    last_copy: Option<(usize, u16, u16)>,
    /// Behind the entry.
    entry: Label,
    loops: Vec<ActiveLoop>,
    live: Vec<u64>,
    /// The masks that did not fit into a word, by their runs: the words that name them.
    long_masks: BTreeMap<Vec<u64>, u64>,
    top: u16,
    most: u16,
    far_jumps: bool,
    /// Whether what is emitted is part of single steps.
    is_library: bool,
    /// Whether it does not look at an operator that may be a delta once there are some.
    is_careless: bool,
    overflow: Option<Overflow>,
}

impl<'u> Emitter<'_, '_, 'u> {
    fn unit(&self) -> &'u Unit {
        self.shared.unit
    }

    fn node(&self, id: NodeId) -> &'u Node {
        self.shared.unit.node(id)
    }

    fn push(&mut self, word: u64) {
        self.words.push(word);
    }

    fn op(&mut self, op: Op, a: u16, b: u16, c: u16) {
        self.words.push(op.encode(a, b, c));
    }

    /// Keeps a constant alive with the version.
    fn keep(&mut self, value: Value) {
        if value.is_pointer() {
            self.constants.push(value);
        }
    }

    /// Copies a slot. Two copies to slots that are neighbours are one instruction.
    fn copy(&mut self, to: u16, from: u16) {
        let at = self.words.len();
        if to == from {
            return;
        }
        if let Some((last, first_to, first_from)) = self.last_copy
            && (last + 1, first_to + 1) == (at, to)
            && self.last_place != at
        {
            self.words[last] = Op::MoveTwo.encode(first_to, first_from, from);
            self.last_copy = None;
            return;
        }
        self.op(Op::Move, to, from, 0);
        self.last_copy = Some((at, to, from));
    }

    /// An operation with a value in its second word.
    fn op_with(&mut self, op: Op, a: u16, b: u16, c: u16, value: Value) {
        self.op(op, a, b, c);
        self.push(value.bits());
        self.keep(value);
    }

    // Slots.

    /// Says that slots up to `slot` are used.
    fn touch(&mut self, slot: u16) {
        if slot >= super::MAX_FRAME as u16 - 64 {
            self.overflow = Some(Overflow::Slots);
            self.top = 2;
            return;
        }
        self.most = self.most.max(slot + 1);
    }

    /// The next free slot.
    fn fresh(&mut self) -> u16 {
        let slot = self.top.min(super::MAX_FRAME as u16);
        self.touch(slot);
        self.top = slot + 1;
        slot
    }

    fn set_live(&mut self, slot: u16) {
        let word = slot as usize / 64;
        if self.live.len() <= word {
            self.live.resize(word + 1, 0);
        }
        self.live[word] |= 1 << (slot % 64);
    }

    fn set_dead(&mut self, slot: u16) {
        if let Some(word) = self.live.get_mut(slot as usize / 64) {
            *word &= !(1 << (slot % 64));
        }
    }

    /// Frees all slots from `top` on.
    fn release(&mut self, top: u16) {
        let (word, bit) = (top as usize / 64, top % 64);
        if let Some(first) = self.live.get_mut(word) {
            *first &= (1u64 << bit) - 1;
            self.live.truncate(word + 1);
        }
        self.top = top;
    }

    /// The mask word for a frame of `size` slots.
    fn mask(&mut self, size: u16) -> u64 {
        if size <= 64 {
            let low = self.live.first().copied().unwrap_or(0);
            let below = if size == 64 { u64::MAX } else { (1 << size) - 1 };
            return (low & below) >> 2;
        }
        let runs = runs::of(&self.live, size as usize);
        if let Some(known) = self.long_masks.get(&runs) {
            return *known;
        }
        let words: Vec<Value> = runs.iter().map(|run| Value::from_bits(*run)).collect();
        let object = self.m.heap.object(crate::layout::Type::Raw, &words);
        let name = mask::LONG | self.constants.len() as u64;
        self.constants.push(object);
        self.long_masks.insert(runs, name);
        name
    }

    // Points.

    fn note(&mut self, info: ReturnInfo, mask: u64, kind: PointKind, node: NodeId) {
        let nodes = &self.unit().lambda(self.lambda).nodes;
        let number = node.0 - nodes.start;
        let ahead = match (kind, self.node(node)) {
            (PointKind::Entry, _) => 0,
            (PointKind::Loop, Node::Loop(id)) => {
                let lambda = self.unit().loop_info(*id).lambda;
                self.unit().lambda(lambda).nodes.start - nodes.start
            }
            (
                PointKind::Instruction
                | PointKind::Return
                | PointKind::Given
                | PointKind::Loop
                | PointKind::Step,
                _,
            ) => number + 1,
        };
        self.points.extend([info.0, mask, PointKey::new(kind, number, ahead).0]);
        self.all_fills.extend_from_slice(&self.fills);
        self.fill_ends.push(self.all_fills.len());
        self.forms.push(self.unit().forms[node.0 as usize]);
        let scope = match kind {
            PointKind::Entry => self.unit().lambda(self.lambda).scope,
            PointKind::Instruction
            | PointKind::Return
            | PointKind::Given
            | PointKind::Loop
            | PointKind::Step => self.unit().scopes[node.0 as usize],
        };
        self.scopes.push(scope);
    }

    /// Notes that the next instruction can fail; its value goes to `destination`.
    fn point(&mut self, destination: u16, node: NodeId) {
        let top = self.top;
        self.touch(top + 2);
        let mask = self.mask(top);
        let info = ReturnInfo::new(destination, top, self.words.len() as u32 + 1);
        self.note(info, mask, PointKind::Instruction, node);
    }

    /// Notes that the next instruction, an application that is inlined, can fail. The frame ends at
    /// `base`, as it does while it waits for the call that other versions have there.
    fn point_of_call(&mut self, base: u16, destination: u16, node: NodeId) {
        let top = std::mem::replace(&mut self.top, base);
        self.point(destination, node);
        self.top = top;
    }

    /// Ends the present instruction with a return point: the frame has `size` slots, the value goes
    /// to `destination`.
    fn return_point(&mut self, destination: u16, size: u16, kind: PointKind, node: NodeId) {
        let mask = self.mask(size);
        self.push(mask);
        let info = ReturnInfo::new(destination, size, self.words.len() as u32 + 1);
        self.push(info.0);
        self.note(info, mask, kind, node);
        self.touch(size + 2);
    }

    // Labels.

    fn label(&mut self) -> Label {
        self.labels.push(LabelInfo::default());
        Label(self.labels.len() - 1)
    }

    fn place(&mut self, label: Label) {
        self.labels[label.0].at = Some(self.words.len());
        self.last_place = self.words.len();
    }

    /// Jumps to `label` from a far jump that is the next instruction.
    fn jump_far(&mut self, op: Op, a: u16, label: Label) {
        self.labels[label.0].far.push(self.words.len());
        self.push(op.encode_far(a, 0));
    }

    fn jump(&mut self, label: Label) {
        self.jump_far(Op::Jump, 0, label);
    }

    /// A conditional jump with a near distance, or around far ones.
    fn jump_near(&mut self, op: Op, a: u16, b: u16, label: Label) {
        if !self.far_jumps {
            self.labels[label.0].near.push(self.words.len());
            self.op(op, a, b, 0);
            return;
        }
        self.op(op, a, b, 1);
        self.push(Op::Jump.encode_far(0, 1));
        self.jump(label);
    }

    fn resolve_labels(&mut self) {
        for label in std::mem::take(&mut self.labels) {
            let Some(target) = label.at else {
                continue;
            };
            for at in label.far {
                let distance = target as i64 - at as i64 - 1;
                self.words[at] |= (distance as i32 as u32 as u64) << 32;
            }
            for at in label.near {
                match i16::try_from(target as i64 - at as i64 - 1) {
                    Ok(distance) => self.words[at] |= (distance as u16 as u64) << 48,
                    Err(_) => self.overflow = self.overflow.or(Some(Overflow::Jumps)),
                }
            }
        }
    }

    // Variables.

    fn place_of(&self, var: VarId) -> Place {
        self.shared.places[var.0 as usize]
    }

    /// Whether `var` is the procedure that is being emitted.
    fn is_itself(&self, var: VarId) -> bool {
        let var = self.unit().var(var);
        var.lambda == Some(self.lambda) && !var.assigned && var.definitions == 1
    }

    /// Context links from the procedure's own context to `target`.
    fn hops(&self, target: ContextId) -> u16 {
        let mut hops = 0;
        let mut at = self.base_context;
        while let Some(context) = at {
            if context == target {
                break;
            }
            hops += 1;
            at = self.shared.contexts[context.0 as usize].parent;
        }
        hops
    }

    /// Context links from the procedure's own context to those around the unit.
    fn hops_out(&self) -> u16 {
        let mut hops = 0;
        let mut at = self.base_context;
        while let Some(context) = at {
            hops += 1;
            at = self.shared.contexts[context.0 as usize].parent;
        }
        hops
    }

    /// The slot operand by which an instruction names the innermost context.
    fn context_operand(&self) -> u16 {
        match self.context {
            Some(context) if self.shared.contexts[context.0 as usize].frame == self.lambda => {
                self.shared.contexts[context.0 as usize].slot
            }
            _ => 1,
        }
    }
}
