//! Tests: expressions of which only the truth matters.

use super::inline::{Inline, Relation};
use super::{Emitter, Exit, Label, Target};
use crate::compiler::ast::{Node, NodeId};
use crate::ops::Op;
use crate::value::Value;

impl Emitter<'_, '_, '_> {
    /// Jumps to `label` if the truth of a node is `sense`, else goes on.
    pub(super) fn branch(&mut self, id: NodeId, sense: bool, label: Label) {
        self.settle_before(&[id]);
        if self.is_shared() {
            return self.branch_value(id, sense, label);
        }
        match self.node(id) {
            Node::Constant(value) => {
                if value.is_true() == sense {
                    self.jump(label);
                }
            }
            Node::If(test, consequent, alternative) => {
                self.branch_if(*test, *consequent, *alternative, sense, label);
            }
            Node::Call(operator, arguments) => match self.inline_of(*operator, arguments) {
                Some(inline) => {
                    self.branch_inline(inline, *operator, arguments, id, (sense, label))
                }
                None => self.branch_value(id, sense, label),
            },
            node @ Node::Let(vars, values, body, scope) => {
                if let Some((first, rest)) = self.or_parts(node) {
                    return self.branch_or(first, rest, sense, label);
                }
                let mark = self.enter_scope();
                self.bind_let(vars, values, *scope, None);
                self.branch(*body, sense, label);
                self.leave_scope(mark);
            }
            Node::Local(_)
            | Node::SetLocal(..)
            | Node::DefineLocal(..)
            | Node::Outer(..)
            | Node::Itself(_)
            | Node::SetOuter(..)
            | Node::Global(_)
            | Node::SetGlobal(..)
            | Node::DefineGlobal(..)
            | Node::Lambda(_)
            | Node::Sequence(_)
            | Node::Body(..)
            | Node::Loop(_)
            | Node::Jump(..)
            | Node::Deferred(_)
            | Node::Error(_) => self.branch_value(id, sense, label),
        }
    }

    fn branch_value(&mut self, id: NodeId, sense: bool, label: Label) {
        let top = self.top;
        let slot = self.operand(id, true);
        self.release(top);
        self.jump_far(if sense { Op::JumpTrue } else { Op::JumpFalse }, slot, label);
    }

    fn branch_if(
        &mut self,
        test: NodeId,
        consequent: NodeId,
        alternative: NodeId,
        sense: bool,
        label: Label,
    ) {
        let (otherwise, end) = (self.label(), self.label());
        if let Node::Constant(value) = self.node(alternative)
            && value.is_true() == sense
        {
            self.branch(test, false, label);
            self.branch(consequent, sense, label);
            return;
        }
        self.branch(test, false, otherwise);
        let live = self.live.clone();
        self.branch(consequent, sense, label);
        self.jump(end);
        self.place(otherwise);
        self.live = live;
        self.branch(alternative, sense, label);
        self.place(end);
    }

    /// `(or a b)` is `((lambda (t) (if t t b)) a)`: the `a` and the `b` of such a node.
    pub(super) fn or_parts(&self, node: &Node) -> Option<(NodeId, NodeId)> {
        let Node::Let(vars, values, body, _) = node else {
            return None;
        };
        let ([var], [first]) = (&vars[..], &values[..]) else {
            return None;
        };
        self.alternative_of_or(*var, *body).map(|rest| (*first, rest))
    }

    fn alternative_of_or(&self, var: crate::compiler::ast::VarId, body: NodeId) -> Option<NodeId> {
        let Node::If(test, consequent, rest) = self.node(body) else {
            return None;
        };
        let is_var = |id: &NodeId| matches!(self.node(*id), Node::Local(v) if *v == var);
        let info = self.unit().var(var);
        let simple =
            !info.captured && !info.assigned && !info.name.is_a(crate::layout::Type::Symbol);
        (simple && is_var(test) && is_var(consequent)).then_some(*rest)
    }

    fn branch_or(&mut self, first: NodeId, rest: NodeId, sense: bool, label: Label) {
        if sense {
            self.branch(first, true, label);
            self.branch(rest, true, label);
            return;
        }
        let end = self.label();
        self.branch(first, true, end);
        self.branch(rest, false, label);
        self.place(end);
    }

    fn branch_inline(
        &mut self,
        inline: Inline,
        operator: NodeId,
        arguments: &[NodeId],
        id: NodeId,
        (sense, label): (bool, Label),
    ) {
        match inline {
            Inline::Not => {
                self.rely_on_operator(operator);
                let (base, fills) = self.begin_operands();
                self.top = base + 2;
                self.touch(self.top);
                self.branch(arguments[0], !sense, label);
                self.end_operands(base, fills);
            }
            Inline::Compare(relation) => {
                self.rely_on_operator(operator);
                self.compare(relation, arguments, id, sense, label);
            }
            Inline::CharEqual => {
                self.rely_on_operator(operator);
                self.compare_chars(arguments, id, sense, label);
            }
            Inline::Zero => {
                self.rely_on_operator(operator);
                let slot = self.operands(arguments)[0];
                self.point(slot, id);
                let op = if sense { Op::JumpZero } else { Op::JumpNotZero };
                self.jump_near(op, slot, 0, label);
            }
            Inline::Null | Inline::Pair => {
                self.rely_on_operator(operator);
                let slot = self.operands(arguments)[0];
                let op = match (matches!(inline, Inline::Null), sense) {
                    (true, true) => Op::JumpNull,
                    (true, false) => Op::JumpNotNull,
                    (false, true) => Op::JumpPair,
                    (false, false) => Op::JumpNotPair,
                };
                self.jump_far(op, slot, label);
            }
            Inline::Eq => {
                self.rely_on_operator(operator);
                self.branch_eq(arguments, sense, label);
            }
            Inline::Table(row) if row.name == "memv" || row.name == "memq" => {
                match self.constant_items(arguments[1]) {
                    Some(items) => {
                        self.rely_on_operator(operator);
                        self.branch_member(arguments[0], &items, sense, label);
                    }
                    None => self.branch_value(id, sense, label),
                }
            }
            Inline::OfType(ty) => {
                self.rely_on_operator(operator);
                let slot = self.operands(arguments)[0];
                let op = if sense { Op::JumpType } else { Op::JumpNotType };
                self.jump_near(op, slot, ty as u16, label);
            }
            Inline::Is(constant) => {
                self.rely_on_operator(operator);
                let slot = self.operands(arguments)[0];
                self.jump_if_constant(slot, constant, sense, label);
            }
            Inline::Binary(..)
            | Inline::Unary(_)
            | Inline::Effect(_)
            | Inline::VectorSet
            | Inline::Table(_) => self.branch_value(id, sense, label),
        }
    }

    fn branch_eq(&mut self, arguments: &[NodeId], sense: bool, label: Label) {
        if let Some(bits) = self.small_word(arguments[1]) {
            let slot = self.operands(&arguments[..1])[0];
            let op = if sense { Op::JumpEqImmediate } else { Op::JumpNotEqImmediate };
            self.jump_near(op, slot, bits, label);
            return;
        }
        if let Node::Constant(value) = self.node(arguments[1]) {
            let slot = self.operands(&arguments[..1])[0];
            self.jump_if_constant(slot, *value, sense, label);
            return;
        }
        let slots = self.operands(arguments);
        let op = if sense { Op::JumpEq } else { Op::JumpNotEq };
        self.jump_near(op, slots[0], slots[1], label);
    }

    /// The items of a short constant list, if `eq?` is `eqv?` on all of them.
    fn constant_items(&self, id: NodeId) -> Option<Vec<Value>> {
        let Node::Constant(list) = self.node(id) else {
            return None;
        };
        let items = crate::pair::proper_items(*list)?;
        let plain = |item: &Value| !item.is_pointer() || item.is_a(crate::layout::Type::Symbol);
        (items.len() <= 16 && items.iter().all(plain)).then_some(items)
    }

    /// Jumps if the value in a slot is (or is not) a constant.
    pub(super) fn jump_if_constant(&mut self, slot: u16, value: Value, sense: bool, label: Label) {
        let bits = value.bits() as i64;
        if let Ok(bits) = i16::try_from(bits) {
            let op = if sense { Op::JumpEqImmediate } else { Op::JumpNotEqImmediate };
            self.jump_near(op, slot, bits as u16, label);
            return;
        }
        let op = if sense { Op::JumpEqConstant } else { Op::JumpNotEqConstant };
        self.jump_far(op, slot, label);
        self.push(value.bits());
        self.keep(value);
    }

    /// `(memv x '(a …))`, as `case` has it, of constants that `eq?` tells apart.
    fn branch_member(&mut self, key: NodeId, items: &[Value], sense: bool, label: Label) {
        let slot = self.operands(&[key])[0];
        let Some((last, before)) = items.split_last() else {
            if !sense {
                self.jump(label);
            }
            return;
        };
        if sense {
            items.iter().for_each(|item| self.jump_if_constant(slot, *item, true, label));
            return;
        }
        let found = self.label();
        before.iter().for_each(|item| self.jump_if_constant(slot, *item, true, found));
        self.jump_if_constant(slot, *last, false, label);
        self.place(found);
    }

    /// The bits of a constant that fits a sign-extended operand of 16 bits.
    pub(super) fn small_word(&self, id: NodeId) -> Option<u16> {
        let Node::Constant(value) = self.node(id) else {
            return None;
        };
        let bits = i16::try_from(value.bits() as i64).ok()?;
        (!value.is_pointer()).then_some(bits as u16)
    }

    fn compare(
        &mut self,
        relation: Relation,
        arguments: &[NodeId],
        id: NodeId,
        sense: bool,
        label: Label,
    ) {
        let fixnum = |bits: u16| Value::from_bits(i64::from(bits as i16) as u64).is_fixnum();
        if let Some(bits) = self.small_word(arguments[1]).filter(|bits| fixnum(*bits)) {
            let slot = self.operands(&arguments[..1])[0];
            self.point(slot, id);
            self.jump_near(relation.immediate(sense), slot, bits, label);
            return;
        }
        let slots = self.operands(arguments);
        self.point(slots[0], id);
        self.jump_near(relation.registers(sense), slots[0], slots[1], label);
    }

    fn compare_chars(&mut self, arguments: &[NodeId], id: NodeId, sense: bool, label: Label) {
        let Some(code) = self.small_code(arguments[1]) else {
            let slots = self.operands(arguments);
            self.point(slots[0], id);
            let op = if sense { Op::JumpCharEqual } else { Op::JumpNotCharEqual };
            return self.jump_near(op, slots[0], slots[1], label);
        };
        let slot = self.operands(&arguments[..1])[0];
        self.point(slot, id);
        let op = match sense {
            true => Op::JumpCharEqualImmediate,
            false => Op::JumpNotCharEqualImmediate,
        };
        self.jump_near(op, slot, code, label);
    }

    /// The bits of the code point of a constant character, as a fixnum, if an operand holds them.
    fn small_code(&self, id: NodeId) -> Option<u16> {
        let Node::Constant(value) = self.node(id) else {
            return None;
        };
        let code = Value::fixnum(u32::from(value.as_char()?).into());
        i16::try_from(code.bits() as i64).ok().map(|bits| bits as u16)
    }

    /// The value of a test as `#t` or `#f`.
    pub(super) fn truth(&mut self, id: NodeId, target: Target) -> Exit {
        let (yes, end) = (self.label(), self.label());
        self.branch(id, true, yes);
        match target {
            Target::Effect => {
                self.place(yes);
                Exit::Falls
            }
            Target::Tail => {
                let slot = self.top;
                self.touch(slot);
                for value in [Value::FALSE, Value::TRUE] {
                    self.load_constant(value, slot);
                    self.op(Op::Return, slot, 0, 0);
                    if !value.is_true() {
                        self.place(yes);
                    }
                }
                Exit::Leaves
            }
            Target::Slot(slot) => {
                self.load_constant(Value::FALSE, slot);
                self.jump(end);
                self.place(yes);
                self.load_constant(Value::TRUE, slot);
                self.place(end);
                Exit::Falls
            }
        }
    }
}
