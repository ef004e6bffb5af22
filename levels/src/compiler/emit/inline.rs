//! Applications of builtins by their universal names, as instructions of their own.
//!
//! Only a cell that holds the universe's builtin is inlined, and the result then relies on it: a
//! redefinition retires the code.

use super::{Emitter, Exit, Fill, Manner, Target};
use crate::builtins::environment::SETTLED;
use crate::builtins::{self, Builtin};
use crate::compiler::ast::{Node, NodeId, Reliance};
use crate::environment::{CellState, UNIVERSE, cell};
use crate::layout::{Type, flag};
use crate::ops::Op;
use crate::value::Value;

/// An order of numbers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Relation {
    Less,
    LessEqual,
    Greater,
    GreaterEqual,
    Equal,
}

impl Relation {
    /// The jump that is taken when the relation to a small number is `sense`.
    pub(super) fn immediate(self, sense: bool) -> Op {
        match (self, sense) {
            (Relation::Less, true) => Op::JumpLessImmediate,
            (Relation::Less, false) => Op::JumpNotLessImmediate,
            (Relation::LessEqual, true) => Op::JumpLessEqualImmediate,
            (Relation::LessEqual, false) => Op::JumpNotLessEqualImmediate,
            (Relation::Greater, true) => Op::JumpGreaterImmediate,
            (Relation::Greater, false) => Op::JumpNotGreaterImmediate,
            (Relation::GreaterEqual, true) => Op::JumpGreaterEqualImmediate,
            (Relation::GreaterEqual, false) => Op::JumpNotGreaterEqualImmediate,
            (Relation::Equal, true) => Op::JumpEqualImmediate,
            (Relation::Equal, false) => Op::JumpNotEqualImmediate,
        }
    }

    /// The same for two slots.
    pub(super) fn registers(self, sense: bool) -> Op {
        match (self, sense) {
            (Relation::Less, true) => Op::JumpLess,
            (Relation::Less, false) => Op::JumpNotLess,
            (Relation::LessEqual, true) => Op::JumpLessEqual,
            (Relation::LessEqual, false) => Op::JumpNotLessEqual,
            (Relation::Greater, true) => Op::JumpGreater,
            (Relation::Greater, false) => Op::JumpNotGreater,
            (Relation::GreaterEqual, true) => Op::JumpGreaterEqual,
            (Relation::GreaterEqual, false) => Op::JumpNotGreaterEqual,
            (Relation::Equal, true) => Op::JumpEqual,
            (Relation::Equal, false) => Op::JumpNotEqual,
        }
    }
}

/// How an application is inlined.
#[derive(Clone, Copy)]
pub(super) enum Inline {
    Not,
    Null,
    Pair,
    Zero,
    Eq,
    Compare(Relation),
    CharEqual,
    OfType(Type),
    /// Whether it is this constant.
    Is(Value),
    /// An operation on two slots, and the one on a slot and a small number.
    Binary(Op, Option<Op>),
    Unary(Op),
    /// An operation on two slots without a value.
    Effect(Op),
    VectorSet,
    /// A builtin of the table, called directly.
    Table(&'static Builtin),
}

impl Inline {
    /// Whether its value is a boolean that an instruction can test for.
    pub(super) fn is_test(self) -> bool {
        match self {
            Inline::Not
            | Inline::Null
            | Inline::Pair
            | Inline::Zero
            | Inline::Eq
            | Inline::Compare(_)
            | Inline::CharEqual
            | Inline::OfType(_)
            | Inline::Is(_) => true,
            Inline::Binary(..)
            | Inline::Unary(_)
            | Inline::Effect(_)
            | Inline::VectorSet
            | Inline::Table(_) => false,
        }
    }

    /// Whether applying it may call a procedure of the library.
    pub(super) fn may_call(self) -> bool {
        matches!(self, Inline::Table(row) if row.library.is_some())
    }
}

fn inline_by_name(name: &str, arguments: usize) -> Option<Inline> {
    let binary = |op, immediate| (arguments == 2).then_some(Inline::Binary(op, immediate));
    let unary = |op| (arguments == 1).then_some(Inline::Unary(op));
    let compare = |relation| (arguments == 2).then_some(Inline::Compare(relation));
    let test = |inline| (arguments == 1).then_some(inline);
    let effect = |op| (arguments == 2).then_some(Inline::Effect(op));
    match name {
        "+" => binary(Op::Add, Some(Op::AddImmediate)),
        "-" => binary(Op::Subtract, Some(Op::SubtractImmediate)),
        "*" => binary(Op::Multiply, None),
        "/" => binary(Op::Divide, None),
        "quotient" => binary(Op::Quotient, None),
        "remainder" => binary(Op::Remainder, None),
        "modulo" => binary(Op::Modulo, None),
        "=" => compare(Relation::Equal),
        "<" => compare(Relation::Less),
        "<=" => compare(Relation::LessEqual),
        ">" => compare(Relation::Greater),
        ">=" => compare(Relation::GreaterEqual),
        "zero?" => test(Inline::Zero),
        "not" => test(Inline::Not),
        "null?" => test(Inline::Null),
        "pair?" => test(Inline::Pair),
        "symbol?" => test(Inline::OfType(Type::Symbol)),
        "string?" => test(Inline::OfType(Type::String)),
        "vector?" => test(Inline::OfType(Type::Vector)),
        "eof-object?" => test(Inline::Is(Value::EOF)),
        "char=?" => (arguments == 2).then_some(Inline::CharEqual),
        "eq?" => (arguments == 2).then_some(Inline::Eq),
        "cons" => binary(Op::Cons, None),
        "car" => unary(Op::Car),
        "cdr" => unary(Op::Cdr),
        "cadr" => unary(Op::Cadr),
        "cddr" => unary(Op::Cddr),
        "caar" => unary(Op::Caar),
        "set-car!" => effect(Op::SetCar),
        "set-cdr!" => effect(Op::SetCdr),
        "vector-ref" => binary(Op::VectorRef, None),
        "vector-length" => unary(Op::VectorLength),
        "vector-set!" => (arguments == 3).then_some(Inline::VectorSet),
        "string-ref" => binary(Op::StringRef, None),
        _ => None,
    }
}

impl Emitter<'_, '_, '_> {
    /// How a call of `operator` with these arguments is inlined, if it is.
    pub(super) fn inline_of(&self, operator: NodeId, arguments: &[NodeId]) -> Option<Inline> {
        let Node::Global(cell) = self.node(operator) else {
            return None;
        };
        let settled = cell::state(*cell) == CellState::Inherited || cell::home(*cell) == UNIVERSE;
        let procedure = cell.field(cell::VALUE);
        if !settled || self.shared.manner != Manner::Fast || !self.m.inlines {
            return None;
        }
        let row = builtins::row_of(procedure)?;
        if let Some(inline) = inline_by_name(row.name, arguments.len()) {
            return Some(inline);
        }
        let count = arguments.len();
        let fits = count >= row.arity.min as usize
            && row.arity.max.is_none_or(|max| count <= max as usize)
            && count < 64;
        let may_retire = row.library == Some(SETTLED);
        (fits && !may_retire).then_some(Inline::Table(row))
    }

    /// Notes that the code relies on the builtin that an operator names; its operands are next.
    pub(super) fn rely_on_operator(&mut self, operator: NodeId) {
        let Node::Global(cell) = self.node(operator) else {
            return;
        };
        let flags = cell.header().flags();
        if flags & flag::RELIED_ON == 0 {
            let flags = (flags | flag::RELIED_ON) & !flag::PLAIN;
            self.m.heap.set_flags(*cell, flags);
        }
        let reliance = Reliance { cell: *cell, contents: cell.field(cell::VALUE) };
        if !self.shared.dependencies.contains(&reliance) {
            self.shared.dependencies.push(reliance);
        }
        self.operator = Some(reliance.contents);
    }

    /// Emits an application inlined, if it can be.
    pub(super) fn inlined(
        &mut self,
        operator: NodeId,
        arguments: &[NodeId],
        id: NodeId,
        target: Target,
    ) -> Option<Exit> {
        let inline = self.inline_of(operator, arguments)?;
        self.rely_on_operator(operator);
        Some(match inline {
            Inline::Not
            | Inline::Null
            | Inline::Pair
            | Inline::Zero
            | Inline::Compare(_)
            | Inline::CharEqual
            | Inline::Eq
            | Inline::OfType(_)
            | Inline::Is(_) => self.truth(id, target),
            Inline::Binary(op, immediate) => self.binary(op, immediate, arguments, id, target),
            Inline::Unary(op) => {
                let (base, slot) = (self.top, self.operands(arguments)[0]);
                self.load(target, |e, to| {
                    e.point_of_call(base, to, id);
                    e.op(op, to, slot, 0);
                })
            }
            Inline::Effect(op) => {
                let slots = self.operands(arguments);
                self.effect(op, [slots[0], slots[1], 0], id, target)
            }
            Inline::VectorSet => {
                let slots = self.operands(arguments);
                self.effect(Op::VectorSet, [slots[0], slots[1], slots[2]], id, target)
            }
            Inline::Table(row) => self.table_call(row, arguments, id, target),
        })
    }

    fn effect(&mut self, op: Op, slots: [u16; 3], id: NodeId, target: Target) -> Exit {
        let top = self.top;
        self.top = slots.iter().copied().max().unwrap_or(0).max(top) + 1;
        let result = self.fresh();
        if target != Target::Effect {
            self.load_constant(Value::UNSPECIFIED, result);
        }
        self.point_of_call(top, result, id);
        self.op(op, slots[0], slots[1], slots[2]);
        self.release(top);
        self.finish(result, target)
    }

    fn binary(
        &mut self,
        op: Op,
        immediate: Option<Op>,
        arguments: &[NodeId],
        id: NodeId,
        target: Target,
    ) -> Exit {
        let (base, fixnum) = (self.top, |bits: u16| i64::from(bits as i16) & 7 == 0);
        if let Some(op) = immediate
            && let Some(bits) = self.small_word(arguments[1]).filter(|bits| fixnum(*bits))
        {
            let slot = self.operands(&arguments[..1])[0];
            return self.load(target, |e, to| {
                e.point_of_call(base, to, id);
                e.op(op, to, slot, bits);
            });
        }
        let slots = self.operands(arguments);
        self.load(target, |e, to| {
            e.point_of_call(base, to, id);
            e.op(op, to, slots[0], slots[1]);
        })
    }

    /// Evaluates operands, left to right, each into the slot that it would have in a call, unless a
    /// variable's own slot will do; gives the slots, which are free again.
    pub(super) fn operands(&mut self, arguments: &[NodeId]) -> Vec<u16> {
        let (base, fills) = self.begin_operands();
        let mut slots = Vec::with_capacity(arguments.len());
        for (i, argument) in arguments.iter().enumerate() {
            let own = base + 2 + i as u16;
            self.top = own;
            let settled = arguments[i + 1..].iter().all(|rest| self.is_plain(*rest));
            let slot = self.operand(*argument, settled);
            if slot != own {
                self.fill(own, Value::fixnum(slot.into()));
            }
            slots.push(slot);
        }
        self.end_operands(base, fills);
        slots
    }

    /// The operands of the application whose operator `rely_on_operator` was told are next.
    pub(super) fn begin_operands(&mut self) -> (u16, usize) {
        let fills = self.fills.len();
        if let Some(operator) = self.operator.take() {
            self.fill(self.top + 1, operator);
        }
        (self.top, fills)
    }

    pub(super) fn end_operands(&mut self, base: u16, fills: usize) {
        self.fills.truncate(fills);
        self.release(base);
    }

    /// Says what a generic version has in a slot that this one leaves empty.
    pub(super) fn fill(&mut self, slot: u16, source: Value) {
        self.fills.push(Fill { slot, source });
    }

    /// Whether evaluating a node assigns nothing.
    fn is_plain(&self, id: NodeId) -> bool {
        matches!(
            self.node(id),
            Node::Constant(_) | Node::Local(_) | Node::Outer(..) | Node::Itself(_)
        )
    }

    fn table_call(
        &mut self,
        row: &'static Builtin,
        arguments: &[NodeId],
        id: NodeId,
        target: Target,
    ) -> Exit {
        let base = self.top;
        let first = match arguments {
            [_] => self.operands(arguments)[0],
            _ => self.consecutive_operands(arguments),
        };
        let count = arguments.len() as u16;
        self.load(target, |e, to| {
            e.point_of_call(base, to, id);
            e.op(Op::Builtin, to, count, first);
            e.push(&raw const *row as u64);
        })
    }

    /// Evaluates operands, left to right, into slots one after the other; gives the first one. The
    /// slots are free again.
    fn consecutive_operands(&mut self, arguments: &[NodeId]) -> u16 {
        let (base, fills) = self.begin_operands();
        let first = base + 2;
        self.touch(first + arguments.len() as u16);
        for (i, argument) in arguments.iter().enumerate() {
            let slot = first + i as u16;
            self.top = slot;
            self.emit(*argument, Target::Slot(slot));
            self.set_live(slot);
        }
        self.top = first + arguments.len() as u16;
        self.end_operands(base, fills);
        first
    }
}
