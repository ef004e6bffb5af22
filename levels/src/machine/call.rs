//! Calls that the loop leaves to a method, and the host's ways to go on from a callee position.

use super::case_lambda::is_unnamed;
use super::control::{Control, control_of};
use super::resumption::Resumption;
use super::stubs::{DATA, KIND, VALUE};
use super::{Event, Machine};
use crate::builtins;
use crate::compiler;
use crate::condition::{Arity, Condition};
use crate::effort::Stopped;
use crate::environment::{self, CellState, GlobalsId, cell};
use crate::layout::{Type, flag};
use crate::procedure::{builtin, closure, code, entry_of, return_info};
use crate::value::Value;

/// Whether the loop goes on with the registers as they were left.
pub enum Flow {
    /// Go on.
    Continue,
    /// Leave the loop.
    Stop(Box<Event>),
}

/// The arity of a procedure.
pub fn arity_of(procedure: Value) -> Arity {
    if procedure.is_a(Type::Closure) {
        return code_arity(procedure.field(closure::CODE));
    }
    if procedure.is_a(Type::Builtin) {
        return match builtins::row_of(procedure) {
            Some(row) => row.arity,
            None => super::control::arity(procedure),
        };
    }
    if procedure.is_a(Type::Private) {
        return arity_of(procedure.field(1));
    }
    if procedure.is_a(Type::Delta) {
        return Arity { min: 0, max: None };
    }
    let max = procedure.is_a(Type::Parameter).then_some(1);
    Arity { min: 0, max }
}

fn code_arity(template: Value) -> Arity {
    match template.field(code::ARITY).fixnum_value() {
        n if n >= 0 => Arity { min: n as u16, max: Some(n as u16) },
        n => Arity { min: (-1 - n) as u16, max: None },
    }
}

impl Machine {
    /// At a callee position: returns `value` to the frame below.
    pub fn deliver(&mut self, value: Value) -> Flow {
        let link = self.return_link();
        let ret = link.point();
        self.fp = self.fp.wrapping_sub(link.offset());
        self.set_slot(return_info(ret).destination(), value);
        self.pc = ret;
        Flow::Continue
    }

    /// At a callee position: goes on with a call of `procedure` in its place (a tail call). It is a
    /// call that no code wrote down: where it fails, the failing expression is the list of procedure
    /// and arguments.
    pub fn enter_call(&mut self, procedure: Value, arguments: &[Value]) -> Flow {
        if let Some(row) = builtins::row_of(procedure) {
            return self.call_builtin(row, procedure, arguments);
        }
        let raises = procedure.is_procedure()
            && matches!(
                control_of(procedure),
                Some(Control::Raise | Control::RaiseContinuable | Control::Error)
            );
        let checks = procedure.is_procedure() && procedure.field(0) == self.stubs.control_checking;
        if raises || checks || !procedure.is_procedure() {
            self.push_call_frame(procedure, arguments);
        }
        self.enter_application(procedure, arguments)
    }

    /// A builtin called at a callee position, by no code.
    pub(super) fn call_builtin(
        &mut self,
        row: &'static builtins::Builtin,
        procedure: Value,
        arguments: &[Value],
    ) -> Flow {
        let (expected, found) = (row.arity, arguments.len());
        let fits =
            found >= expected.min as usize && expected.max.is_none_or(|max| found <= max as usize);
        let answer = if fits {
            row.apply(self, arguments)
        } else {
            Err(Box::new(Condition::WrongArity { procedure, expected, found }).into())
        };
        match answer {
            Ok(value) => self.deliver(value),
            Err(refusal) => {
                let is_error = match &refusal {
                    builtins::Refusal::Failed(condition) => Stopped::of(condition).is_none(),
                    builtins::Refusal::Left | builtins::Refusal::CutShort(_) => false,
                };
                if is_error {
                    self.push_call_frame(procedure, arguments);
                }
                self.builtin_refused(row, refusal, arguments)
            }
        }
    }

    /// At a callee position: a frame that says which call is failing.
    pub fn push_call_frame(&mut self, procedure: Value, arguments: &[Value]) {
        let arguments = self.heap.list(arguments);
        let call = self.heap.cons(procedure, arguments);
        self.push_resume_frame(Resumption::Call as i64, [call, Value::FALSE, Value::FALSE]);
    }

    /// `enter_call` for an application that stands in the code of the frame below.
    pub fn enter_application(&mut self, procedure: Value, arguments: &[Value]) -> Flow {
        self.make_room(arguments.len() + 2);
        self.set_slot(1, procedure);
        for (i, argument) in arguments.iter().enumerate() {
            self.set_slot(2 + i, *argument);
        }
        self.argc = arguments.len();
        if !procedure.is_procedure() {
            return self.raise_condition(&Condition::NotAProcedure { found: procedure });
        }
        self.pc = entry_of(procedure);
        Flow::Continue
    }

    /// The call at `pc` found something in slot `base + 1` that is no procedure.
    #[cold]
    pub(super) fn not_a_procedure(
        &mut self,
        base: usize,
        argc: usize,
        found: Value,
        ret: *const u64,
    ) -> Flow {
        self.fp = self.fp.wrapping_add(base);
        self.set_return(ret);
        self.set_slot(1, found);
        self.argc = argc;
        self.note_given_call();
        self.raise_condition(&Condition::NotAProcedure { found })
    }

    /// The procedure whose frame is at `fp` was called with a wrong number of arguments.
    #[cold]
    pub(super) fn wrong_arity(&mut self) -> Flow {
        let procedure = self.slot(1);
        let (expected, found) = (arity_of(procedure), self.argc);
        if procedure.is_a(Type::Closure) || super::case_lambda::is_case_lambda(procedure) {
            let arguments = self.arguments();
            self.push_call_frame(procedure, &arguments);
        } else {
            self.note_given_call();
        }
        self.raise_condition(&Condition::WrongArity { procedure, expected, found })
    }

    /// `Global` met a cell without an ordinary value.
    #[cold]
    pub(super) fn global_slowly(&mut self) -> Flow {
        // SAFETY: the instruction at `pc` has a cell in its next word.
        let cell = Value::from_bits(unsafe { *self.pc.add(1) });
        if let Some(value) = self.stands_for(cell) {
            self.leave_briefly();
            return self.deliver(value);
        }
        if cell::state(cell) == CellState::Computed {
            self.leave_briefly();
            return Flow::Stop(Box::new(Event::Read(cell)));
        }
        let condition = Self::absent_global(cell);
        self.fail_at(condition)
    }

    /// `CallGlobal` met a cell without an ordinary value: the value that is given for it is called.
    #[cold]
    pub(super) fn call_global_slowly(&mut self) -> Flow {
        // SAFETY: the instruction at `pc` is a call of a cell's value, its word 3.
        let cell = Value::from_bits(unsafe { *self.pc.add(3) });
        if let Some(value) = self.stands_for(cell) {
            self.leave_operator();
            return self.deliver(value);
        }
        if cell::state(cell) == CellState::Computed {
            self.leave_operator();
            return Flow::Stop(Box::new(Event::Read(cell)));
        }
        let value = cell.field(cell::VALUE);
        if value.bits() != Value::UNBOUND.bits() && !value.is_a(Type::Macro) {
            // SAFETY: the instruction at `pc` is a call.
            let word = unsafe { *self.pc };
            let (base, argc) = ((word >> 16) as u16 as usize, (word >> 32) as u16 as usize);
            return self.not_a_procedure(base, argc, value, self.pc.wrapping_add(6));
        }
        let condition = Self::absent_global(cell);
        self.leave_operator();
        self.raise_condition(&condition)
    }

    /// What a cell without a value of a program's stands for: its name, if that begins with a colon, or
    /// what the name recalls.
    pub(crate) fn stands_for(&self, cell: Value) -> Option<Value> {
        let symbol = cell.field(cell::SYMBOL);
        let name = crate::symbol::name(&self.heap, symbol);
        if cell::state(cell) == CellState::Unbound {
            return if name.starts_with(':') { Some(symbol) } else { self.recall.named(name) };
        }
        let is_wildcard = crate::expander::is_wildcard(self, cell.field(cell::VALUE));
        if is_wildcard { self.recall.named("_") } else { None }
    }

    pub(crate) fn absent_global(cell: Value) -> Box<Condition> {
        let name = cell.field(cell::SYMBOL);
        if cell.field(cell::VALUE).bits() == Value::UNBOUND.bits() {
            return Box::new(Condition::UnboundVariable { name });
        }
        let reason = "the name of a form is used as a variable".to_string();
        Box::new(Condition::Syntax { form: name, reason })
    }

    /// The operator of the call at `pc` is missing: goes to a callee position whose value is called
    /// with the arguments that are ready in the frame.
    fn leave_operator(&mut self) {
        // SAFETY: the instruction at `pc` is a `CallGlobal` or a `TailCallGlobal`.
        let word = unsafe { *self.pc };
        let (base, argc) = ((word >> 16) as u16 as usize, (word >> 32) as u16 as usize);
        let ret = self.pc.wrapping_add(6);
        self.fp = self.fp.wrapping_add(base);
        self.set_return(ret);
        self.argc = argc;
        let arguments = self.arguments();
        let list = self.heap.list(&arguments);
        let data = [list, Value::FALSE, Value::FALSE];
        self.push_resume_frame(Resumption::Operator as i64, data);
    }

    /// `SetGlobal` on a cell whose writes need more than a store.
    pub(super) fn set_global(&mut self) -> Flow {
        let (cell, value) = self.cell_and_value();
        if cell::state(cell) == CellState::Unbound {
            let name = cell.field(cell::SYMBOL);
            self.leave_at(4);
            return self.raise_condition(&Condition::SetUnbound { name });
        }
        self.write_cell(cell, value)
    }

    fn write_cell(&mut self, cell: Value, value: Value) -> Flow {
        if cell::state(cell) == CellState::Computed {
            self.leave_at(4);
            return Flow::Stop(Box::new(Event::Write { cell, value }));
        }
        self.define_cell(cell, value);
        if self.governed.is_stale {
            self.leave_at(4);
            return Flow::Stop(Box::new(Event::Stale));
        }
        self.pc = self.pc.wrapping_add(4);
        Flow::Continue
    }

    /// `DefineGlobal`.
    pub(super) fn define_global(&mut self) -> Flow {
        let (target, value) = self.cell_and_value();
        let cell = if target.is_a(Type::Cell) {
            target
        } else {
            self.part_from_import(GlobalsId::from_value(target.field(0)), target.field(1))
        };
        self.name_procedure(value, cell.field(cell::SYMBOL));
        self.write_cell(cell, value)
    }

    /// A definition of `name` gives a procedure without a name this one.
    pub(crate) fn name_procedure(&mut self, value: Value, name: Value) {
        if value.is_a(Type::Closure) && !value.field(closure::CODE).field(code::NAME).is_true() {
            self.heap.set_field(value.field(closure::CODE), code::NAME, name);
        }
        if is_unnamed(self, value) {
            self.heap.set_field(value, builtin::NAME, name);
        }
    }

    fn cell_and_value(&self) -> (Value, Value) {
        // SAFETY: the instruction at `pc` has a cell in its next word.
        let (word, cell) = unsafe { (*self.pc, Value::from_bits(*self.pc.add(1))) };
        (cell, self.slot((word >> 16) as u16 as usize))
    }

    /// The cell that a definition of `name` writes. If the name was imported, it means a cell of these
    /// globals' own from here on.
    pub fn part_from_import(&mut self, id: GlobalsId, name: Value) -> Value {
        let before = environment::cell_for(self, id, name);
        let cell = environment::own_cell(self, id, name);
        if cell != before {
            compiler::retire_users_in(self, id, before);
        }
        cell
    }

    /// Binds a cell. What relied on what it held, or on its name being no form's, goes on in another
    /// version from the next step on.
    pub fn define_cell(&mut self, cell: Value, value: Value) {
        let relied_on = cell.header().flags() & flag::RELIED_ON != 0;
        let before = cell.field(cell::VALUE);
        let (was_macro, is_macro) = (before.is_a(Type::Macro), value.is_a(Type::Macro));
        self.expander.meanings += i64::from(was_macro || is_macro);
        let mut heirs = Vec::new();
        let universal = cell::home(cell) == environment::UNIVERSE;
        if universal {
            heirs = environment::heirs(self, cell);
            environment::define(self, environment::UNIVERSE, cell.field(cell::SYMBOL), value);
        }
        self.heap.set_field(cell, cell::VALUE, value);
        if cell::state(cell) != CellState::Bound {
            let state = Value::fixnum(CellState::Bound as i64);
            self.heap.set_field(cell, cell::STATE, state);
        }
        heirs.push(cell);
        for cell in heirs {
            if is_macro && !was_macro {
                compiler::retire_all_dependents(self, &[cell]);
            } else if was_macro || cell.header().flags() & flag::RELIED_ON != 0 {
                compiler::retire_dependents(self, cell);
            }
            self.note_callee(cell, before);
        }
        self.note_change(cell);
        let is_hook = cell.header().flags() & flag::HOOK != 0;
        self.governed.is_stale |= is_hook;
        let watched = universal || is_macro || is_hook;
        let flags = cell.header().flags() & !flag::RELIED_ON & !flag::PLAIN;
        let flags = flags | if watched { 0 } else { flag::PLAIN };
        let flags = flags | if universal && relied_on { flag::RELIED_ON } else { 0 };
        if flags != cell.header().flags() {
            self.heap.set_flags(cell, flags);
        }
    }

    /// Takes the binding of `symbol` away: it means what it inherits, or nothing. What relied on what it
    /// meant goes on in another version.
    pub fn undefine_cell(&mut self, id: GlobalsId, symbol: Value) {
        if environment::globals(self, id).find(symbol).is_none() {
            return;
        }
        let cell = self.part_from_import(id, symbol);
        let before = cell.field(cell::VALUE);
        let was_macro = before.is_a(Type::Macro);
        environment::undefine(self, id, symbol);
        self.note_callee(cell, before);
        self.expander.meanings += 1;
        self.note_change(cell);
        if cell.field(cell::VALUE).is_a(Type::Macro) {
            compiler::retire_all_dependents(self, &[cell]);
        } else if was_macro || cell.header().flags() & flag::RELIED_ON != 0 {
            compiler::retire_dependents(self, cell);
        }
    }

    /// Goes from the frame at `fp` to the callee position of the return point `words` after `pc`.
    fn leave_at(&mut self, words: usize) {
        let ret = self.pc.wrapping_add(words);
        self.fp = self.fp.wrapping_add(return_info(ret).offset());
        self.set_return(ret);
    }

    /// A closure whose code has no version is called.
    pub(super) fn enter_lazily(&mut self) -> Flow {
        let template = self.slot(1).field(closure::CODE);
        if let Some(performer) = self.performer_of(template) {
            return self.enter_performed(performer);
        }
        match compiler::compile_code(self, template) {
            Ok(()) => {
                self.pc = entry_of(self.slot(1));
                Flow::Continue
            }
            Err(condition) => self.compiling_failed(&condition),
        }
    }

    /// A value came back to a frame of the host's.
    pub(super) fn host_return(&mut self) -> Flow {
        let data = [self.slot(DATA), self.slot(DATA + 1), self.slot(DATA + 2)];
        let (kind, value) = (self.slot(KIND).fixnum_value(), self.slot(VALUE));
        Flow::Stop(Box::new(Event::Returned { kind, data, value }))
    }

    /// The value of a global variable, for the host.
    pub fn global_value(&mut self, id: environment::GlobalsId, name: &str) -> Value {
        let symbol = self.intern(name);
        environment::cell_for(self, id, symbol).field(cell::VALUE)
    }
}
