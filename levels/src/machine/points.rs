//! Where a program is: from an address in the instructions to the form and the scope there.
//!
//! A version's points are a vector: a `Raw` of two words a point (index of the instruction in the
//! upper 32 bits, offset, destination; then the live mask), the forms, the scopes. They are sorted
//! by index. Calls are listed under their return points, other instructions under the word after
//! their own first: a return point may be the next instruction, which may fail too.

use super::Machine;
use crate::layout::Type;
use crate::ops::{Op, ReturnInfo};
use crate::procedure::{
    closure, code, first_instruction, new_version, return_info, version, version_at,
    version_of_return,
};
use crate::value::Value;

/// What is known of a place in the instructions.
#[derive(Clone, Copy, Debug)]
pub struct Point {
    /// The form that is evaluated there.
    pub form: Value,
    /// The scope in which the form stands.
    pub scope: Value,
    info: ReturnInfo,
    mask: u64,
}

/// The point listed under word `index` of a version.
pub fn point_in(version: Value, index: usize) -> Option<Point> {
    let points = version.field(version::POINTS);
    if !points.is_vector() {
        return None;
    }
    let raw = points.field(0);
    let (mut low, mut high) = (0, raw.header().len() / 2);
    while low < high {
        let middle = (low + high) / 2;
        let info = ReturnInfo(raw.field(middle * 2).bits());
        match info.index().cmp(&index) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
            std::cmp::Ordering::Equal => {
                return Some(Point {
                    form: points.field(1).field(middle),
                    scope: points.field(2).field(middle),
                    info,
                    mask: raw.field(middle * 2 + 1).bits(),
                });
            }
        }
    }
    None
}

/// The point of a return point.
pub fn point_of_return(ret: *const u64) -> Option<Point> {
    point_in(version_of_return(ret), return_info(ret).index())
}

/// Whether a return point lies in the standard library.
fn is_library(ret: *const u64) -> bool {
    let code = version_of_return(ret).field(version::CODE);
    code.is_a(Type::Code) && code.header().flags() & code::LIBRARY != 0
}

impl Machine {
    /// At a callee position: where the innermost frame waits. Frames of the standard library, of the
    /// machine's own and of the host's are passed by.
    pub fn point_here(&self) -> Option<Point> {
        let mut frames = self.suspended_frames().filter(|frame| !is_library(frame.ret));
        frames.find_map(|frame| point_of_return(frame.ret))
    }

    /// The version and word index of an instruction of the frame at `fp`.
    fn place(&self, pc: *const u64) -> Option<(Value, usize)> {
        let version = version_at(self.slot(1).field(closure::CODE), pc)?;
        // SAFETY: `version_at` found the address inside the version's instructions.
        let index = unsafe { pc.offset_from(first_instruction(version)) } as usize;
        Some((version, index))
    }

    /// The form of the instruction at `pc` in the frame at `fp`.
    pub(super) fn form_at(&self, pc: *const u64) -> Option<Value> {
        let (version, index) = self.place(pc)?;
        Some(point_in(version, index + 1)?.form)
    }

    /// The frame at `fp` cannot finish the instruction at `pc`: goes to a callee position whose
    /// value becomes the value of that instruction.
    pub(super) fn leave_instruction(&mut self, branch: Option<bool>) {
        let pc = self.pc;
        let (version, index) = self.place(pc).expect("every running instruction has a version");
        let point = point_in(version, index + 1).expect("an instruction that can fail has a point");
        let ret = self.landing(version, point, branch);
        self.fp = self.fp.wrapping_add(point.info.offset());
        self.set_return(ret);
    }

    /// A return point that brings a value to where the instruction at `pc` would have put its own:
    /// into its destination, or, for a branch that is taken when its test equals `branch`, into
    /// the choice.
    fn landing(&mut self, version: Value, point: Point, branch: Option<bool>) -> *const u64 {
        // SAFETY: `pc` is at an instruction.
        let word = unsafe { *self.pc };
        // SAFETY: as above.
        let op = unsafe { Op::decode(word) };
        let next = self.pc.wrapping_add(1 + op.extra()) as u64;
        let offset = point.info.offset() as u16;
        let jump_to = Op::JumpTo.encode(0, 0, 0);
        let instructions = match branch {
            None => {
                let info = ReturnInfo::new(point.info.destination() as u16, offset, 2);
                vec![point.mask, info.0, jump_to, next]
            }
            Some(polarity) => {
                let target = self.pc.wrapping_offset(1 + (word as i64 >> 48) as isize) as u64;
                let info = ReturnInfo::new(offset, offset, 2);
                let test = if polarity { Op::JumpTrue } else { Op::JumpFalse };
                let test = test.encode_far(offset, 2);
                vec![point.mask, info.0, test, jump_to, next, jump_to, target]
            }
        };
        let points = self.landing_points(point);
        let constants = version.field(version::CONSTANTS);
        let code = version.field(version::CODE);
        let landing =
            new_version(&mut self.heap, [code, constants, version, points], &instructions);
        first_instruction(landing).wrapping_add(2)
    }

    fn landing_points(&mut self, point: Point) -> Value {
        let info = ReturnInfo::new(point.info.destination() as u16, point.info.offset() as u16, 2);
        let words = [Value::from_bits(info.0), Value::from_bits(point.mask)];
        let raw = self.heap.object(Type::Raw, &words);
        let forms = self.heap.object(Type::Vector, &[point.form]);
        let scopes = self.heap.object(Type::Vector, &[point.scope]);
        self.heap.object(Type::Vector, &[raw, forms, scopes])
    }
}
