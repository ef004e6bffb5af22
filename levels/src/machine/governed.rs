//! Steps that the host performs itself.
//!
//! The host names the kinds of steps that are its own where it runs now (`here`) and anywhere
//! (`anywhere`). Code that takes a step of the second set is entered through a dispatcher: where it takes
//! one of the first, its call is the host's (`Event::Enter`). So are forms to be evaluated that take such
//! steps (`Event::Govern`), and, where calls of procedures are governed, those that the machine makes of
//! procedures that it was given (`Event::Apply`). All other code is entered as ever.
//!
//! Invariant: a code whose steps meet `anywhere` has the dispatcher as its entry, or has no version.

use super::call::{Flow, arity_of};
use super::continuation::{field, frame_ending_at, segment_parent};
use super::stack::Under;
use super::{Event, Machine};
use crate::compiler;
use crate::condition::Arity;
use crate::effort::Stopped;
use crate::environment;
use crate::expander::scope::{self, is_global};
use crate::layout::Type;
use crate::level::local;
use crate::ops::{Op, step_flag};
use crate::procedure::{closure, code, first_instruction, version, version_of_return};
use crate::step::{Step, Steps};
use crate::value::Value;

/// Which steps are the host's.
#[derive(Clone, Copy, Default)]
pub struct Governed {
    /// Those of what runs now.
    pub here: Steps,
    /// Whether what takes such steps is the host's as a whole.
    pub by_text: bool,
    /// Those of whatever runs: a superset.
    anywhere: Steps,
    /// Whether a cell with `flag::HOOK` has been written since the host looked.
    pub is_stale: bool,
}

impl Governed {
    /// The steps that are the host's anywhere.
    pub fn anywhere(&self) -> Steps {
        self.anywhere
    }
}

/// What is left of an application some of whose parts have their values.
#[derive(Clone, Debug)]
pub struct Rest {
    /// The operator, or the `lambda` form that it is the value of, and the scope of that.
    pub operator: Result<Value, (Value, Value)>,
    /// The values of the first operands.
    pub done: Vec<Value>,
    /// The other operands, a list.
    pub left: Value,
    /// The application.
    pub form: Value,
    /// Its scope, of which the innermost frame has the variables.
    pub scope: Value,
}

/// Whether a code is the standard library's: what it does is part of single steps.
pub(super) fn is_library(template: Value) -> bool {
    template.header().flags() & code::LIBRARY != 0
}

/// The kinds of steps that a code takes, once it has been compiled.
fn steps_of(template: Value) -> Steps {
    Steps(template.field(code::STEPS).as_fixnum().unwrap_or(0) as u32)
}

impl Machine {
    /// From here on these kinds of steps are the host's anywhere, and some of them where they were not
    /// before or are no more. Costs a look at each code that has been compiled.
    pub fn govern_anywhere(&mut self, steps: Steps) {
        let concerned = self.governed.anywhere.with(steps);
        self.governed.anywhere = steps;
        self.light.forget();
        for template in self.registered_codes() {
            if !steps_of(template).meets(concerned) {
                continue;
            }
            self.park(template, steps_of(template).meets(steps));
            self.settle_entry(template);
        }
        self.empty_caches();
    }

    /// Whether a code takes steps that are the host's where the machine runs now.
    pub(super) fn takes_steps(&self, template: Value) -> bool {
        steps_of(template).meets(self.governed.here)
    }

    /// Has the calls of a code begin where they are to begin.
    pub(crate) fn settle_entry(&mut self, template: Value) {
        let version = template.field(code::VERSION);
        let entry = if !version.is_true() {
            self.stubs.lazy
        } else if steps_of(template).meets(self.governed.anywhere) {
            self.stubs.governed
        } else {
            first_instruction(version)
        };
        self.heap.set_field(template, code::ENTRY, Value::from_bits(entry as u64));
    }

    /// Whether the calls of a procedure are the host's where the machine runs now.
    pub fn is_governed(&mut self, procedure: Value) -> bool {
        self.takes(procedure, self.governed.here)
    }

    /// Whether the host performs the calls of a procedure as a whole where the machine runs now.
    pub(super) fn is_left_to_text(&mut self, procedure: Value) -> bool {
        self.governed.by_text
            && self.is_governed(procedure)
            && !is_library(procedure.field(closure::CODE))
    }

    /// Whether a procedure is a closure whose code takes one of these steps.
    pub fn takes(&mut self, procedure: Value, steps: Steps) -> bool {
        if !procedure.is_a(Type::Closure) || steps == Steps::NONE {
            return false;
        }
        let template = procedure.field(closure::CODE);
        if !template.field(code::STEPS).is_fixnum() {
            // What cannot be compiled says so when it is called.
            let _ = compiler::compile_code(self, template);
        }
        steps_of(template).meets(steps)
    }

    /// Who performs the calls of what has this code, if not the machine (see `Globals::performer`).
    pub(super) fn performer_of(&self, template: Value) -> Option<Value> {
        if !is_library(template) {
            return None;
        }
        let globals = scope::globals_id(scope::outermost(template.field(code::SCOPE)));
        Some(environment::globals(self, globals).performer).filter(|performer| performer.is_true())
    }

    /// The closure whose frame is at `fp` is called, and somebody else performs the call.
    pub(super) fn enter_performed(&mut self, performer: Value) -> Flow {
        let (closure, arguments) = (self.slot(1), self.arguments());
        let Arity { min, max } = arity_of(closure);
        if self.argc < min as usize || max.is_some_and(|max| self.argc > max as usize) {
            return self.wrong_arity();
        }
        let operands = self.heap.list(&arguments);
        self.enter_application(performer, &[closure, operands])
    }

    /// The dispatcher: a closure is called whose code may be governed here.
    #[cold]
    #[inline(never)]
    fn enter_governed(&mut self) -> Flow {
        let closure = self.slot(1);
        let template = closure.field(closure::CODE);
        if let Err(condition) = compiler::compile_code(self, template) {
            return self.compiling_failed(&condition);
        }
        if !steps_of(template).meets(self.governed.here) {
            self.pc = self.first_of_own(template);
            return Flow::Continue;
        }
        let version = template.field(code::VERSION);
        let steps = self.governed.here;
        let by_text = self.governed.by_text && !is_library(template);
        if let Some(stepped) = compiler::stepped_version(self, version, steps).filter(|_| !by_text)
        {
            self.pc = first_instruction(stepped);
            return Flow::Continue;
        }
        let arguments = self.arguments();
        Flow::Stop(Box::new(Event::Enter { closure, arguments }))
    }

    /// One of the instructions by which the host comes to govern code, at `pc`. They are rare, and the
    /// loop leaves them to one place.
    #[inline(never)]
    pub(super) fn governed_instruction(&mut self) -> Flow {
        // SAFETY: `pc` is at an instruction.
        let word = unsafe { *self.pc };
        // SAFETY: as above.
        let op = unsafe { Op::decode(word) };
        #[expect(clippy::wildcard_enum_match_arm, reason = "the loop leaves these operations here")]
        match op {
            Op::Step => self.step(),
            Op::Hand => self.hand_back(),
            Op::Lift => self.leave_frame(),
            Op::StepRest | Op::StepIfDelta => self.step_rest(),
            Op::StepApply => self.step_apply(),
            Op::EnterDelta => self.enter_delta(),
            Op::EnterPrivate => self.enter_private(),
            _ => self.enter_governed(),
        }
    }

    /// `Step`.
    fn step(&mut self) -> Flow {
        if self.run_on_frame().is_some() {
            return Flow::Continue;
        }
        // SAFETY: `pc` is at a `Step`, which has these words.
        let [word, form, scope] = [0, 1, 2].map(|index| unsafe { *self.pc.add(index) });
        self.leave_for(self.pc.wrapping_add(5));
        let step = Step::ALL[(word >> 32) as u16 as usize];
        let [form, scope] = [form, scope].map(Value::from_bits);
        let pristine = (word >> 48) as u16 & step_flag::PRISTINE != 0;
        Flow::Stop(Box::new(Event::Step { step, form, scope, pristine }))
    }

    /// `StepApply`.
    fn step_apply(&mut self) -> Flow {
        // SAFETY: `pc` is at a `StepApply`, which has these words.
        let [word, form, scope] = [0, 1, 2].map(|index| unsafe { *self.pc.add(index) });
        let (base, count) = ((word >> 16) as u16 as usize, (word >> 32) as u16 as usize);
        let procedure = self.slot(base + 1);
        let arguments = (0..count).map(|index| self.slot(base + 2 + index)).collect();
        let [form, scope] = [form, scope].map(Value::from_bits);
        let ret = self.pc.wrapping_add(5);
        // SAFETY: a return point is an instruction.
        let is_last = unsafe { *ret } as u8 == Op::Return as u8;
        // The library's frame is nobody's: where the call is its last, the call takes its place.
        if form != Value::FALSE || !is_last {
            self.leave_for(ret);
        }
        Flow::Stop(Box::new(Event::StepApply { procedure, arguments, form, scope }))
    }

    /// Whether the innermost frame of a continuation waits for a step that it can do itself.
    pub fn can_go_on_inline(&self, continuation: Value) -> bool {
        let len = continuation.field(field::LEN).fixnum_value() as usize;
        let segment = continuation.field(field::SEGMENT);
        if segment.is_nil() {
            return false;
        }
        let ret = frame_ending_at(segment, len).ret;
        let flags = version_of_return(ret).header().flags();
        // SAFETY: the return points of a stepped version's steps end in instructions of five words.
        let is_step = flags & (version::STEPPED | version::RETIRED) == version::STEPPED
            && unsafe { *ret.wrapping_sub(5) } as u8 == Op::Step as u8;
        // SAFETY: as above.
        is_step && unsafe { (*ret.wrapping_sub(5) >> 48) as u16 } & step_flag::INLINE != 0
    }

    /// At the callee position where such a continuation was reinstated: its frame does the step.
    pub fn go_on_inline(&mut self) -> Flow {
        // What it would have put the value over may be in use until then.
        let under = self.under();
        let frame = frame_ending_at(under.segment, under.len);
        let destination = crate::procedure::return_info(frame.ret).destination();
        let held =
            if destination < frame.len() { frame.slot(destination) } else { Value::UNSPECIFIED };
        if self.underflow(held).is_some() {
            self.pc = self.pc.wrapping_add(1);
        }
        Flow::Continue
    }

    /// The continuation that a continuation's innermost frame would return to.
    pub fn without_frame_below(&mut self, continuation: Value) -> Value {
        let len = continuation.field(field::LEN).fixnum_value() as usize;
        let segment = continuation.field(field::SEGMENT);
        let rest = len - frame_ending_at(segment, len).len();
        let under = if rest == 0 { segment_parent(segment) } else { Under { segment, len: rest } };
        self.continuation_at(continuation, under)
    }

    /// The continuation that goes on at another place, and is this one in all else.
    pub(super) fn continuation_at(&mut self, continuation: Value, under: Under) -> Value {
        let there = self.continuation_with(continuation, field::SEGMENT, under.segment);
        self.continuation_with(there, field::LEN, Value::fixnum(under.len as i64))
    }

    /// The continuation with something else in one of its fields.
    pub(super) fn continuation_with(
        &mut self,
        continuation: Value,
        field: usize,
        value: Value,
    ) -> Value {
        let mut fields: Vec<Value> =
            (0..continuation.header().len()).map(|index| continuation.field(index)).collect();
        fields[field] = value;
        self.heap.object(Type::Continuation, &fields)
    }

    /// Whether the caller of a procedure is kept while it runs, for the sake of diagnostics; so is that of
    /// what is no procedure.
    pub fn keeps_caller(&self, procedure: Value) -> bool {
        !procedure.is_procedure() || procedure.field(0).header().flags() & code::KEEPS_CALLER != 0
    }

    /// Whether the frame below the callee position where `capture` left the machine has nothing to do with
    /// the value that it waits for but to return it.
    pub fn frame_below_only_returns(&self) -> bool {
        let ret = self.return_of_frame_below();
        // SAFETY: a return point is an instruction.
        ret != self.stubs.underflow && unsafe { *ret } as u8 == Op::Return as u8
    }

    /// The return point of the innermost frame below the stack.
    fn return_of_frame_below(&self) -> *const u64 {
        let under = self.under();
        if under.segment.is_nil() {
            return self.stubs.underflow;
        }
        frame_ending_at(under.segment, under.len).ret
    }

    /// `StepRest`.
    fn step_rest(&mut self) -> Flow {
        // SAFETY: `pc` is at a `StepRest`, which has these words.
        let words = [0, 1, 2, 3, 4, 5].map(|index| unsafe { *self.pc.add(index) });
        let [left, form, scope, lambda, lambda_scope] =
            [1, 2, 3, 4, 5].map(|index| Value::from_bits(words[index]));
        let [first, count, operator] =
            [16, 32, 48].map(|shift| (words[0] >> shift) as u16 as usize);
        let done = (0..count).map(|index| self.slot(first + index)).collect();
        let held = (operator != 0).then(|| self.slot(operator));
        let operator = match held.filter(|value| *value != Value::ABSENT) {
            Some(value) => Ok(value),
            None => Err((lambda, lambda_scope)),
        };
        self.leave_for(self.pc.wrapping_add(8));
        Flow::Stop(Box::new(Event::Rest(Box::new(Rest { operator, done, left, form, scope }))))
    }

    /// At the callee position where `capture` leaves the machine: the environment of a scope of the frame
    /// below, which shares its variables with it.
    pub fn environment_below(&mut self, scope: Value) -> Value {
        if is_global(scope) {
            return local::global(&mut self.heap, scope);
        }
        let under = self.under();
        let top = Value::fixnum(under.len as i64);
        self.heap.object(Type::Environment, &[scope, Value::NIL, under.segment, top])
    }

    /// Goes from the frame at `fp`, which is going to wait at `ret`, to the callee position above it.
    fn leave_for(&mut self, ret: *const u64) {
        self.fp = self.fp.wrapping_add(crate::procedure::return_info(ret).offset());
        self.set_return(ret);
    }

    /// Where calls of a compiled code begin where the machine runs now.
    pub(super) fn first_here(&mut self, template: Value) -> *const u64 {
        let version = template.field(code::VERSION);
        let here = self.governed.here;
        let stepped = if steps_of(template).meets(here) {
            compiler::stepped_version(self, version, here)
        } else {
            None
        };
        match stepped {
            Some(stepped) => first_instruction(stepped),
            None => self.first_of_own(template),
        }
    }

    /// The closure that is being called cannot be compiled.
    pub(super) fn compiling_failed(&mut self, condition: &crate::condition::Condition) -> Flow {
        match Stopped::of(condition) {
            Some(cause) => {
                let (procedure, arguments) = (self.slot(1), self.arguments());
                self.stop_call(cause, procedure, &arguments)
            }
            None => self.raise_condition(condition),
        }
    }
}
