//! Frames that go on in another version of their code.
//!
//! When what a version relies on changes, the version is retired: its return points are overwritten
//! with `Op::Switch`, so that each frame that comes back to one goes on in a generic twin, at the same
//! point (`compiler::twin`). The assignment that retires the version of its own frame ends in a return
//! point, too. An inlined primitive that fails leaves its frame in the twin at once, so that the
//! handler finds a frame that waits for an ordinary call.
//!
//! Invariant: no instruction of a retired version runs but `Switch`.

use super::Machine;
use super::call::Flow;
use super::parking::original_of;
use super::points::{Point, point_in, point_like, points_of};
use crate::compiler::{self, Twin};
use crate::environment::cell;
use crate::layout::Type;
use crate::ops::{Op, PointKey, PointKind};
use crate::procedure::{
    add_version, code, first_instruction, instruction_count, points, raw_field, return_info,
    version, version_of_return,
};
use crate::value::Value;

pub(super) fn has_flag(version: Value, flag: u8) -> bool {
    version.header().flags() & flag != 0
}

impl Machine {
    /// Takes a version of a code out of use. If it is the present one, the next call compiles the
    /// code anew.
    pub(crate) fn retire(&mut self, template: Value, version: Value) {
        if template.field(code::VERSION) == version {
            self.heap.set_field(template, code::VERSION, Value::FALSE);
            let entry = Value::from_bits(self.stubs.lazy as u64);
            self.heap.set_field(template, code::ENTRY, entry);
        }
        if has_flag(version, version::RETIRED | version::FINAL) {
            return;
        }
        self.switch_at(version, |_| true);
        let flags = version.header().flags() & !version::PARKED | version::RETIRED;
        self.heap.set_flags(version, flags);
        self.forget_version(template, version);
    }

    pub(super) fn forget_version(&mut self, template: Value, gone: Value) {
        let mut versions = template.field(code::VERSIONS);
        let mut left = Vec::new();
        while versions.is_pair() {
            left.push(versions.car());
            versions = versions.cdr();
        }
        left.retain(|version| *version != gone);
        let left = self.heap.list(&left);
        self.heap.set_field(template, code::VERSIONS, left);
    }

    /// Has frames that come to some of the return points of a version go on in another.
    pub(crate) fn switch_at(&mut self, version: Value, concerned: impl Fn(PointKey) -> bool) {
        let points = version.field(version::POINTS);
        if points.field(points::ORIGINALS) == Value::FALSE {
            let words: Vec<Value> = return_places(version)
                .map(|(_, place)| Value::from_bits(raw_field(version, place)))
                .collect();
            let originals = self.heap.object(Type::Raw, &words);
            self.heap.set_field(points, points::ORIGINALS, originals);
        }
        for (key, place) in return_places(version) {
            if concerned(key) {
                self.heap.set_raw(version, place, Op::Switch.encode(0, 0, 0));
            }
        }
    }

    /// The instructions that `switch_at` took from a version, with the indices of their words.
    pub(super) fn originals_of(&self, version: Value) -> Vec<(usize, u64)> {
        let originals = version.field(version::POINTS).field(points::ORIGINALS);
        if !originals.is_a(Type::Raw) {
            return Vec::new();
        }
        let places = return_places(version).enumerate();
        places.map(|(i, (_, place))| (place - version::FIRST, raw_field(originals, i))).collect()
    }

    /// Gives a version back the instructions that `switch_at` took.
    pub(super) fn restore_points(&mut self, version: Value) {
        for (index, word) in self.originals_of(version) {
            self.heap.set_raw(version, version::FIRST + index, word);
        }
    }

    /// The same for good: nothing retires it again.
    fn revive(&mut self, version: Value) {
        self.restore_points(version);
        if has_flag(version, version::RETIRED) {
            let template = version.field(version::CODE);
            add_version(&mut self.heap, template, version);
            self.empty_caches();
        }
        let gone = version::RETIRED | version::PARKED;
        let flags = version.header().flags() & !gone | version::FINAL;
        self.heap.set_flags(version, flags);
    }

    /// The frame at `fp` has come back to the return point at `pc`, which holds `Switch`.
    pub(super) fn switch_version(&mut self) -> Flow {
        let version = version_of_return(self.pc);
        let index = return_info(self.pc).index();
        if let Some(flow) = self.leave_parked(version, index, self.pc) {
            return flow;
        }
        self.switch(original_of(version), index, self.pc)
    }

    /// `Land`: a value has come back for an instruction that is no return point.
    pub(super) fn land(&mut self) -> Flow {
        // SAFETY: three words follow the operation.
        let [next, version, index] = [1, 2, 3].map(|word| unsafe { *self.pc.add(word) });
        let (next, version) = (next as *const u64, Value::from_bits(version));
        let index = index as usize;
        if has_flag(original_of(version), version::RETIRED | version::PARKED)
            && !has_flag(version, version::FINAL)
        {
            let point = point_in(version, index).expect("what is landed at is a point");
            let ret = self.landing(version, point, next, None);
            if let Some(flow) = self.leave_parked(version, index, ret) {
                return flow;
            }
            return self.switch(original_of(version), index, next);
        }
        self.pc = next;
        Flow::Continue
    }

    /// The frame at `fp`, which has been given the value for the point at `index`, goes on in another
    /// version, or, if there is none, at `next` of its own.
    fn switch(&mut self, version: Value, index: usize, next: *const u64) -> Flow {
        let from = point_in(version, index).expect("what is switched or landed at is a point");
        self.pc = next;
        if let Some((twin, to)) = self.other_version(version, from) {
            self.go_on_in(version, from, twin, to);
        }
        Flow::Continue
    }

    /// The frame at `fp`, which has the value that it waits for at `from` of a version, goes on at `to` of
    /// another.
    pub(super) fn go_on_in(&mut self, version: Value, from: Point, twin: Value, to: Point) {
        let value = self.slot(from.destination());
        if !has_flag(version, version::REIFIED) {
            self.fill_slots(&from);
        }
        self.set_slot(to.destination(), value);
        debug_assert!(from.provides(&to), "slots that {to:?} needs");
        self.pc = after(twin, &to);
    }

    /// The version and the point at which a frame that waits at `from` of `version` goes on.
    pub(super) fn other_version(&mut self, version: Value, from: Point) -> Option<(Value, Point)> {
        let twin = compiler::generic_twin(self, version, from);
        let other = self.point_of_twin(twin, from);
        if other.is_none() {
            self.revive(version);
        }
        other
    }

    /// The point of a twin at which a frame goes on that waits at `from`.
    pub(super) fn point_of_twin(&mut self, twin: Twin, from: Point) -> Option<(Value, Point)> {
        let twin = match twin {
            Twin::Version(twin) => twin,
            Twin::Final(twin) => {
                self.revive(twin);
                twin
            }
            Twin::None => return None,
        };
        Some((twin, point_like(twin, from.key)?))
    }

    /// Puts into the frame at `fp` what a generic version keeps in slots where the frame's own
    /// version does without.
    pub(super) fn fill_slots(&mut self, point: &Point) {
        for (slot, source) in point.fills() {
            let value = filling(source, |slot| self.slot(slot));
            self.set_slot(slot, value);
        }
    }
}

/// What the source of a fill stands for.
pub(super) fn filling(source: Value, slot: impl Fn(usize) -> Value) -> Value {
    if source.is_fixnum() {
        slot(source.fixnum_value() as usize)
    } else if source.is_a(Type::Cell) {
        source.field(cell::VALUE)
    } else {
        source
    }
}

/// The return points of a version, with their places in its payload.
fn return_places(version: Value) -> impl Iterator<Item = (PointKey, usize)> {
    points_of(version)
        .filter(|point| point.key.kind() != PointKind::Instruction)
        .map(|point| (point.key, version::FIRST + point.index()))
}

/// The first word of the instruction at a place of a version's payload as it was emitted: where `number` says
/// which return point it is, `switch_at` may have taken it.
fn emitted(version: Value, place: usize, number: impl Fn() -> Option<usize>) -> u64 {
    let points = version.field(version::POINTS);
    let originals = if points.is_vector() { points.field(points::ORIGINALS) } else { Value::FALSE };
    if originals.is_a(Type::Raw)
        && let Some(number) = number()
    {
        return raw_field(originals, number);
    }
    raw_field(version, place)
}

/// The instructions of a version as they were emitted: the index, operation and first word of each.
pub fn instructions(version: Value) -> impl Iterator<Item = (usize, Op, u64)> {
    let places: Vec<usize> = return_places(version).map(|(_, place)| place).collect();
    let mut next = 0;
    std::iter::from_fn(move || {
        let (index, place) = (next, version::FIRST + next);
        if index >= instruction_count(version) {
            return None;
        }
        let word = emitted(version, place, || places.binary_search(&place).ok());
        // SAFETY: the word is the first of an instruction: the walk began at one.
        let op = unsafe { Op::decode(word) };
        next += 1 + op.extra();
        Some((index, op, word))
    })
}

/// Where a frame goes on that has the value of a point.
pub(super) fn after(version: Value, point: &Point) -> *const u64 {
    let first = first_instruction(version);
    let index = point.index();
    debug_assert!(index < instruction_count(version));
    if point.key.kind() != PointKind::Instruction {
        return first.wrapping_add(index);
    }
    let place = version::FIRST + index - 1;
    let word = emitted(version, place, || return_places(version).position(|(_, at)| at == place));
    // SAFETY: the point is listed under the word after the first of an instruction of the version.
    let op = unsafe { Op::decode(word) };
    first.wrapping_add(index + op.extra())
}
