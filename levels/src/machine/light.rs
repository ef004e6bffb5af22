//! Hooks that run on the frame that has come to their step.
//!
//! A step that is the host's is a call of a procedure of the host's choice, a hook, in another
//! computation. Most hooks do a little and then call the function whose place they took with what they
//! were given, and the frame does the step itself. Such a hook runs above the frame as if the frame had
//! called it, in a copy of its version in which each instruction that would look at what is below, or at
//! the environment and the continuation, is `Lift`: before it comes to one, or to something that fails,
//! the host makes what the hook should have been given and the hook goes on where it belongs.
//!
//! Invariants:
//! 1. While `site` is set, `fp` is at the frame of a hook, directly above the frame that waits at `site`, and
//!    `pc` in the copy of its version. Nothing is collected, and no event but `Lift` leaves the machine.
//! 2. `UNMADE_ENVIRONMENT` and `UNMADE_CONT` are in slots of that frame only.
//! 3. A copy has the instructions of its version but for `Lift` and `Hand`, at the same places.

use super::Machine;
use super::call::Flow;
use super::lighten::{ENTER_WORDS, OF_GLOBAL, operands};
use crate::environment::cell;
use crate::layout::Type;
use crate::ops::step_flag;
use crate::procedure::{closure, code, first_instruction, return_info};
use crate::step::Step;
use crate::value::Value;
use std::sync::atomic::Ordering;

/// Words of a `Step`.
const STEP_WORDS: usize = 5;
/// What stands for the environment and the continuation.
const UNMADE: [Value; 2] = [Value::UNMADE_ENVIRONMENT, Value::UNMADE_CONT];

/// Which hooks run lightly.
pub struct Light {
    tables: Vec<Option<Box<Table>>>,
    /// The number of the table that holds where the machine runs, if any.
    here: Option<usize>,
    /// The step for which a hook runs on its frame; null while none does.
    pub(super) site: *const u64,
}

/// What the host has found of the hooks that are called in one state of its own.
#[derive(Clone, Default)]
struct Table([Known; Step::ALL.len()]);

#[derive(Clone, Copy, Default)]
enum Known {
    #[default]
    Nothing,
    /// This procedure cannot run lightly, its version being this one.
    Heavy(Value, Value),
    Hook(Hook),
}

#[derive(Clone, Copy)]
struct Hook {
    /// What decides which procedure is called.
    cell: Value,
    /// The procedure for which the rest holds.
    procedure: Value,
    /// Its version for which the rest holds.
    version: Value,
    copy: Value,
    /// The function whose place it took.
    original: Value,
    /// Words of its frame.
    words: usize,
}

/// A hook that has left the frame on which it ran.
pub struct Lifted {
    /// The step.
    pub step: Step,
    /// What the step is about.
    pub form: Value,
    /// Its scope, of which the innermost frame has the variables.
    pub scope: Value,
    slots: Vec<Value>,
    pc: *const u64,
}

impl Default for Light {
    fn default() -> Light {
        Light { tables: Vec::new(), here: None, site: std::ptr::null() }
    }
}

impl Light {
    /// From here on the hooks of the table of this number are called.
    pub fn look_at(&mut self, table: Option<usize>) {
        self.here = table;
    }

    /// Forgets all that is known of hooks.
    pub(super) fn forget(&mut self) {
        self.tables.clear();
    }

    pub(super) fn roots(&self) -> impl Iterator<Item = Value> + '_ {
        let known = self.tables.iter().flatten().flat_map(|table| &table.0);
        known.flat_map(|known| match known {
            Known::Nothing => [Value::FALSE; 5],
            Known::Heavy(procedure, version) => {
                [*procedure, *version, Value::FALSE, Value::FALSE, Value::FALSE]
            }
            Known::Hook(hook) => {
                [hook.cell, hook.procedure, hook.version, hook.copy, hook.original]
            }
        })
    }

    #[inline(always)]
    fn hook(&self, step: usize) -> Option<&Hook> {
        match &self.tables.get(self.here?)?.as_ref()?.0[step] {
            Known::Hook(hook) => Some(hook),
            Known::Nothing | Known::Heavy(..) => None,
        }
    }
}

/// The present version of a closure, or `#f`.
fn version_now(procedure: Value) -> Value {
    procedure.field(closure::CODE).field(code::VERSION)
}

impl Machine {
    /// Whether nobody has looked whether a procedure, which is called for a step where the machine runs
    /// now, can run lightly.
    pub fn might_be_light(&self, step: Step, procedure: Value) -> bool {
        if !procedure.is_a(Type::Closure) || !version_now(procedure).is_true() {
            return false;
        }
        let Some(here) = self.light.here else {
            return false;
        };
        let Some(Some(table)) = self.light.tables.get(here) else {
            return true;
        };
        let now = (procedure, version_now(procedure));
        match table.0[step as usize] {
            Known::Nothing => true,
            Known::Heavy(procedure, version) => now != (procedure, version),
            Known::Hook(hook) => now != (hook.procedure, hook.version),
        }
    }

    /// A closure is the value of `cell` and called for a step in the place of `original`. Calling it is
    /// no step of the host's, and it takes none. Costs a look at its instructions.
    pub fn look_whether_light(&mut self, step: Step, cell: Value, original: Value) {
        let procedure = cell.field(cell::VALUE);
        let (Some(here), version) = (self.light.here, version_now(procedure)) else {
            return;
        };
        let known = match self.copy_for_frames(version) {
            Some((copy, words)) => {
                Known::Hook(Hook { cell, procedure, version, copy, original, words })
            }
            None => Known::Heavy(procedure, version),
        };
        if self.light.tables.len() <= here {
            self.light.tables.resize(here + 1, None);
        }
        self.light.tables[here].get_or_insert_default().0[step as usize] = known;
    }

    /// At a `Step`: has its hook run on the frame. Gives nothing where it does not run lightly.
    #[inline(always)]
    pub(super) fn run_on_frame(&mut self) -> Option<()> {
        // SAFETY: `pc` is at a `Step`, which has these words.
        let [word, form] = [0, 1].map(|index| unsafe { *self.pc.add(index) });
        let (_, step, flags) = operands(word);
        let hook = self.light.hook(step.into()).filter(|_| flags == step_flag::INLINE)?;
        let is_so = hook.cell.field(cell::VALUE) == hook.procedure
            && version_now(hook.procedure) == hook.version;
        let frame = self.fp.wrapping_add(return_info(self.pc.wrapping_add(STEP_WORDS)).offset());
        // SAFETY: `limit_word` lives as long as the machine.
        let limit = unsafe { &*self.poll.limit_word() }.load(Ordering::Relaxed);
        if !is_so || frame as usize + hook.words * 8 > limit {
            return None;
        }
        let first = first_instruction(hook.copy).wrapping_add(ENTER_WORDS);
        let given = [hook.procedure.bits(), form, UNMADE[0].bits(), UNMADE[1].bits()];
        for (index, word) in given.into_iter().enumerate() {
            // SAFETY: the frame lies below the limit.
            unsafe { *frame.add(1 + index) = word };
        }
        self.light.site = self.pc;
        (self.pc, self.fp) = (first, frame);
        Some(())
    }

    /// `Hand`: the hook calls something in the end. If that is the function whose place it took, with what
    /// it was given, the frame below goes on with the step itself; if it is the continuation, the frame has
    /// the value.
    pub(super) fn hand_back(&mut self) -> Flow {
        let site = self.light.site;
        // SAFETY: `pc` is at a `Hand` in the place of a tail call, `site` is a `Step`.
        let (word, at_site) = unsafe { (*self.pc, *site) };
        let (base, count, global) = operands(word);
        let base = usize::from(base);
        let callee = match global {
            // SAFETY: a `TailCallGlobal` has its cell there.
            OF_GLOBAL => Value::from_bits(unsafe { *self.pc.add(3) }).field(cell::VALUE),
            _ => self.slot(base + 1),
        };
        if count == 1 {
            return self.give_value(callee, self.slot(base + 2));
        }
        let original = self.light.hook(operands(at_site).1.into()).map(|hook| hook.original);
        // SAFETY: as above.
        let form = Value::from_bits(unsafe { *site.add(1) });
        let given = [form, UNMADE[0], UNMADE[1]];
        let is_handed = (0..3).all(|index| self.slot(base + 2 + index) == given[index]);
        if Some(callee) != original || !is_handed {
            return self.leave_frame();
        }
        self.pc = self.end_on_frame().wrapping_add(1);
        Flow::Continue
    }

    /// The hook calls something with a value in the end.
    fn give_value(&mut self, callee: Value, value: Value) -> Flow {
        if callee != UNMADE[1] || UNMADE.contains(&value) {
            return self.leave_frame();
        }
        self.pc = self.end_on_frame();
        self.set_slot(return_info(self.pc).destination(), value);
        Flow::Continue
    }

    /// The hook has come to its end: goes to the frame below. Gives the return point of its step.
    fn end_on_frame(&mut self) -> *const u64 {
        let site = std::mem::replace(&mut self.light.site, std::ptr::null());
        let step_point = site.wrapping_add(STEP_WORDS);
        self.fp = self.fp.wrapping_sub(return_info(step_point).offset());
        step_point
    }

    /// `Lift`: the hook is going to do something that it cannot do on the frame.
    pub(super) fn leave_frame(&mut self) -> Flow {
        Flow::Stop(Box::new(super::Event::Lift))
    }

    /// After `Event::Lift`: goes to the callee position of the frame on which a hook ran, which is kept.
    pub fn lift(&mut self) -> Lifted {
        let site = std::mem::replace(&mut self.light.site, std::ptr::null());
        // SAFETY: `site` is a `Step`, which has these words.
        let [word, form, scope] = [0, 1, 2].map(|index| unsafe { *site.add(index) });
        let step = Step::ALL[usize::from(operands(word).1)];
        let [form, scope] = [form, scope].map(Value::from_bits);
        let mut lifted = Lifted { step, form, scope, slots: Vec::new(), pc: self.pc };
        if let Some(hook) = self.light.hook(step as usize).copied() {
            lifted.slots = (1..hook.words).map(|index| self.slot(index)).collect();
            // SAFETY: `pc` is in the copy.
            let index = unsafe { self.pc.offset_from(first_instruction(hook.copy)) };
            let running = self.running_version(hook.version);
            lifted.pc = first_instruction(running).wrapping_offset(index);
        }
        self.set_return(site.wrapping_add(STEP_WORDS));
        lifted
    }

    /// At a callee position, where the host would have called it: a hook goes on that now has the
    /// environment and the continuation that it was called with.
    pub fn go_on_lifted(&mut self, lifted: Lifted, environment: Value, cont: Value) -> Flow {
        self.make_room(lifted.slots.len() + 1);
        for (index, slot) in lifted.slots.into_iter().enumerate() {
            let made = match slot {
                _ if slot == UNMADE[0] => environment,
                _ if slot == UNMADE[1] => cont,
                slot => slot,
            };
            self.set_slot(1 + index, made);
        }
        self.pc = lifted.pc;
        Flow::Continue
    }
}
