//! Instructions as text, for people who want to see what became of a procedure.
//!
//! A line an instruction: its index in the version, its name, its operands as `ops` has them, where a
//! jump goes, and what the words after it mean.

use crate::builtins;
use crate::environment::cell;
use crate::heap::Heap;
use crate::machine::switch::instructions;
use crate::ops::{Op, ReturnInfo, Shape};
use crate::printer::{Style, to_string_within};
use crate::procedure::{code, raw_field, version};
use crate::value::Value;
use std::fmt::Write;

/// Characters of a constant that are shown.
const MOST: usize = 60;

/// The instructions of a version. Linear in their number.
pub fn text(heap: &Heap, version: Value) -> String {
    let mut text = String::new();
    for (at, op, word) in instructions(version) {
        let (operands, extra) = (operands(op, word, at), extra(heap, op, version, at));
        // A string takes all it is given.
        let _ = writeln!(text, "{at:5}  {}{operands}{extra}", name(op));
    }
    text
}

/// The name of an operation as Lisp writes names, padded.
fn name(op: Op) -> String {
    let mut name = String::new();
    for character in format!("{op:?}").chars() {
        if character.is_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.push(character.to_ascii_lowercase());
    }
    format!("{name:24}")
}

fn operands(op: Op, word: u64, at: usize) -> String {
    let (a, b, c) = ((word >> 16) as u16, (word >> 32) as u16, (word >> 48) as u16);
    let small = |operand: u16| i64::from(operand as i16) >> 3;
    let jump = |distance: i64| at as i64 + 1 + distance;
    let far = i64::from((word >> 32) as u32 as i32);
    match op.shape() {
        Shape::None => String::new(),
        Shape::A => format!(" {a}"),
        Shape::AB => format!(" {a} {b}"),
        Shape::ABC | Shape::Anm => format!(" {a} {b} {c}"),
        Shape::ABn => format!(" {a} {b} #{}", small(c)),
        Shape::An => format!(" {a}"),
        Shape::ABj => format!(" {a} {b} -> {}", jump(i64::from(c as i16))),
        Shape::Anj => format!(" {a} #{} -> {}", small(b), jump(i64::from(c as i16))),
        Shape::Aj => format!(" {a} -> {}", jump(far)),
        Shape::J => format!(" -> {}", jump(far)),
    }
}

/// What the words after the first say.
fn extra(heap: &Heap, op: Op, version: Value, at: usize) -> String {
    let show = |value: Value| to_string_within(heap, value, Style::Write, MOST);
    let word = |index: usize| raw_field(version, version::FIRST + at + index);
    let value = |index: usize| Value::from_bits(word(index));
    let symbol = |index: usize| show(value(index).field(cell::SYMBOL));
    let mut text = String::new();
    if op == Op::Immediate {
        text = format!("  {}", show(Value::from_bits(i64::from((word(0) >> 32) as i32) as u64)));
    } else if matches!(op, Op::Constant | Op::JumpEqConstant | Op::JumpNotEqConstant) {
        text = format!("  {}", show(value(1)));
    } else if op == Op::Closure {
        text = format!("  {}", show(value(1).field(code::NAME)));
    } else if matches!(op, Op::Global | Op::SetGlobal) {
        text = format!("  {}", symbol(1));
    } else if matches!(op, Op::CallGlobal | Op::TailCallGlobal) {
        text = format!("  {}", symbol(3));
    } else if op == Op::Builtin {
        text = format!("  {}", builtins::row_at(word(1)).name);
    }
    if op.is_return_point() {
        let info = ReturnInfo(word(op.extra()));
        // A string takes all it is given.
        let _ = write!(text, "  to {}, frame {}", info.destination(), info.offset());
    }
    text
}
