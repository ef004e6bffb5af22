//! The copies of hooks' versions that run on frames: see `light`.
//!
//! Invariant: no instruction that stays as it is looks at anything but what a program can name, reads a
//! slot that may hold what stands for the environment or the continuation, or has done anything when it
//! fails.

use super::Machine;
use super::switch::instructions;
use crate::ops::{Op, Shape};
use crate::procedure::{instruction_count, new_version, raw_field, version};
use crate::value::Value;

/// Words of the entry of a procedure.
pub(super) const ENTER_WORDS: usize = 3;
/// The third operand of a `Hand` that calls the value of a global variable.
pub(super) const OF_GLOBAL: u16 = 1;
/// How many parameters a hook has: the form, the environment, the continuation.
const PARAMETERS: u16 = 3;
/// The slots of the environment and the continuation.
const UNMADE: [u16; 2] = [3, 4];

/// The three operands of an instruction.
pub(super) fn operands(word: u64) -> (u16, u16, u16) {
    ((word >> 16) as u16, (word >> 32) as u16, (word >> 48) as u16)
}

/// What an instruction is in such a copy.
#[derive(Clone, Copy, PartialEq, Eq)]
enum OnFrame {
    AsEver,
    Lifts,
    Hands,
}

type Instruction = (usize, Op, u64);

impl Machine {
    /// The copy of a version that runs on frames, and the words of its frames, if there is use in it.
    pub(super) fn copy_for_frames(&mut self, of: Value) -> Option<(Value, usize)> {
        let code: Vec<Instruction> = instructions(of).collect();
        let (_, first, entry) = *code.first()?;
        if first != Op::Enter || operands(entry).1 != PARAMETERS {
            return None;
        }
        let unmade = slots_of_unmade(&code);
        let there: Vec<OnFrame> =
            code.iter().map(|(_, op, word)| on_frame(*op, *word, &unmade)).collect();
        if !is_of_use(&code, &there) {
            return None;
        }
        let mut words: Vec<u64> =
            (0..instruction_count(of)).map(|index| raw_field(of, version::FIRST + index)).collect();
        for ((index, op, word), there) in code.into_iter().zip(there) {
            let (base, count, _) = operands(word);
            words[index] = match there {
                OnFrame::AsEver => word,
                OnFrame::Lifts => Op::Lift.encode(0, 0, 0),
                OnFrame::Hands if op == Op::TailCallGlobal => {
                    Op::Hand.encode(base, count, OF_GLOBAL)
                }
                OnFrame::Hands => Op::Hand.encode(base, count, 0),
            };
        }
        let fields = [version::CODE, version::CONSTANTS, version::DEPENDENCIES, version::POINTS]
            .map(|field| of.field(field));
        let copy = new_version(&mut self.heap, fields, &words);
        Some((copy, operands(entry).2.into()))
    }
}

/// Whether what such a copy comes to first may be its end, or lead there.
fn is_of_use(code: &[Instruction], there: &[OnFrame]) -> bool {
    // Behind a `StepIfDelta` is what follows where the host does the rest.
    let looks = |index: &usize| code[index - 1].1 == Op::StepIfDelta;
    let mut rest = (1..code.len()).filter(|index| !looks(index)).map(|i| (&code[i], &there[i]));
    let end = rest.find(|((_, op, _), there)| **there != OnFrame::AsEver || is_jump(*op));
    there.contains(&OnFrame::Hands) && end.is_some_and(|(_, there)| *there != OnFrame::Lifts)
}

fn is_jump(op: Op) -> bool {
    matches!(op.shape(), Shape::ABj | Shape::Anj | Shape::Aj | Shape::J)
}

/// The slots in which something may be that stands for the environment or the continuation: those of
/// the parameters, and where moves bring them.
fn slots_of_unmade(code: &[Instruction]) -> Vec<u16> {
    let mut slots = UNMADE.to_vec();
    loop {
        let known = slots.len();
        for (_, op, word) in code {
            let (a, b, c) = operands(*word);
            let mut note = |to, from| {
                if slots.contains(&from) && !slots.contains(&to) {
                    slots.push(to);
                }
            };
            if matches!(op, Op::Move | Op::MoveTwo) {
                note(a, b);
            }
            if *op == Op::MoveTwo {
                note(a + 1, c);
            }
        }
        if slots.len() == known {
            return slots;
        }
    }
}

fn on_frame(op: Op, word: u64, unmade: &[u16]) -> OnFrame {
    // What stands for the environment and the continuation is no delta.
    if matches!(op, Op::Move | Op::MoveTwo | Op::StepIfDelta) {
        return OnFrame::AsEver;
    }
    let (base, count, _) = operands(word);
    let gives_value = count == 1 && unmade.contains(&(base + 1));
    let hands = op == Op::TailCall && (count == PARAMETERS || gives_value)
        || op == Op::TailCallGlobal && count == PARAMETERS;
    if hands {
        return OnFrame::Hands;
    }
    let keeps_off = || !slots(op, word).iter().any(|slot| unmade.contains(slot));
    if may_stay(op) && keeps_off() { OnFrame::AsEver } else { OnFrame::Lifts }
}

/// The slots that an instruction reads or writes.
fn slots(op: Op, word: u64) -> Vec<u16> {
    let (a, b, c) = operands(word);
    match op.shape() {
        Shape::None | Shape::J => Vec::new(),
        Shape::Anm if matches!(op, Op::Context | Op::SetContext) => vec![a, b],
        Shape::A | Shape::An | Shape::Anm | Shape::Aj | Shape::Anj => vec![a],
        Shape::AB | Shape::ABn | Shape::ABj => vec![a, b],
        Shape::ABC => vec![a, b, c],
    }
}

/// Whether an instruction looks at nothing but slots, variables and objects.
fn may_stay(op: Op) -> bool {
    is_jump(op) && op != Op::Repeat
        || matches!(
            op,
            Op::Immediate
                | Op::Constant
                | Op::Global
                | Op::SetGlobal
                | Op::Context
                | Op::SetContext
                | Op::Own
                | Op::Free
                | Op::SetFree
                | Op::Check
                | Op::Add
                | Op::Subtract
                | Op::Multiply
                | Op::AddImmediate
                | Op::SubtractImmediate
                | Op::Divide
                | Op::Quotient
                | Op::Remainder
                | Op::Modulo
                | Op::Cons
                | Op::Car
                | Op::Cdr
                | Op::Cadr
                | Op::Cddr
                | Op::Caar
                | Op::SetCar
                | Op::SetCdr
                | Op::VectorRef
                | Op::VectorSet
                | Op::VectorLength
                | Op::StringRef
                | Op::Not
                | Op::Eq
        )
}
