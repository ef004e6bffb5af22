//! Where a program is: from an address in the instructions to the form and the scope there.
//!
//! A version's points (`procedure::points`) are sorted by index. Calls are listed under their return
//! points, other instructions under the word after their own first: a return point may be the next
//! instruction, which may fail too.

use super::Machine;
use super::continuation::{field, segment_parent, segment_walk};
use super::resumption::Resumption;
use super::stack::{Frame, Under};
use super::switch::after;
use crate::expander::lookup::{Denotation, lookup};
use crate::expander::scope;
use crate::layout::{Type, flag};
use crate::ops::{Op, PointKey, PointKind, ReturnInfo, mask};
use crate::procedure::{
    closure, code, first_instruction, new_version, points, raw_field, return_info, version,
    version_at, version_of_return,
};
use crate::value::Value;

/// What is known of a place in the instructions.
#[derive(Clone, Copy, Debug)]
pub struct Point {
    /// The form that is evaluated there.
    pub form: Value,
    /// The scope in which the form stands.
    pub scope: Value,
    /// By what the other versions of the code know it.
    pub key: PointKey,
    info: ReturnInfo,
    mask: u64,
    fills: Value,
    constants: Value,
}

impl Point {
    /// The word index of the instruction or return point in its version.
    pub fn index(&self) -> usize {
        self.info.index()
    }

    /// The slot that the value goes to.
    pub fn destination(&self) -> usize {
        self.info.destination()
    }

    /// How many words the frame has while it waits.
    pub fn frame_len(&self) -> usize {
        self.info.offset()
    }

    /// Whether slot `index`, from 2, holds a value while the frame waits.
    pub fn is_live(&self, index: usize) -> bool {
        index < self.frame_len() && mask::is_live(self.mask, || self.constants, index)
    }

    /// The slots in which a generic version finds what this one does without, and its sources.
    pub(super) fn fills(&self) -> impl Iterator<Item = (usize, Value)> + use<> {
        let fills = self.fills;
        let count = if fills.is_vector() { fills.vector_len() / 2 } else { 0 };
        (0..count)
            .map(move |i| (fills.field(i * 2).fixnum_value() as usize, fills.field(i * 2 + 1)))
    }

    /// Whether a frame that waits here has all that one that waits at `other` has, once it is filled.
    pub fn provides(&self, other: &Point) -> bool {
        self.lacks(other).next().is_none()
    }

    /// The same for a point of a reified version, once there are the boxes and contexts that this one
    /// does without; and the frame stays where it is, and as long.
    pub fn is_boxed_as(&self, other: &Point) -> bool {
        let boxed = |slot| other.fills().any(|(filled, _)| filled == slot);
        self.frame_len() == other.frame_len() && self.lacks(other).all(boxed)
    }

    fn lacks(&self, other: &Point) -> impl Iterator<Item = usize> {
        let needed = (2..other.frame_len()).filter(|slot| other.is_live(*slot));
        needed.filter(|slot| {
            !self.is_live(*slot)
                && *slot != other.destination()
                && self.fills().all(|(filled, _)| filled != *slot)
        })
    }

    /// Whether frames that wait at two points keep the same things in the same slots.
    pub fn is_alike(&self, other: &Point) -> bool {
        self.frame_len() == other.frame_len()
            && self.destination() == other.destination()
            && (2..self.frame_len()).all(|slot| self.is_live(slot) == other.is_live(slot))
    }
}

fn point_count(version: Value) -> usize {
    let points = version.field(version::POINTS);
    if !points.is_vector() {
        return 0;
    }
    points.field(points::WORDS).header().len() / points::WORDS_EACH
}

fn point_at(version: Value, i: usize) -> Point {
    let points = version.field(version::POINTS);
    let word = |k: usize| raw_field(points.field(points::WORDS), i * points::WORDS_EACH + k);
    let fills = points.field(points::FILLS);
    Point {
        form: points.field(points::FORMS).field(i),
        scope: points.field(points::SCOPES).field(i),
        info: ReturnInfo(word(0)),
        mask: word(1),
        key: PointKey(word(2)),
        fills: if fills.is_vector() { fills.field(i) } else { Value::FALSE },
        constants: version.field(version::CONSTANTS),
    }
}

/// The points of a version, sorted by index.
pub fn points_of(version: Value) -> impl Iterator<Item = Point> {
    (0..point_count(version)).map(move |i| point_at(version, i))
}

/// The point of a version that is the same place of the program as `key` is in another.
pub fn point_like(version: Value, key: PointKey) -> Option<Point> {
    points_of(version).find(|point| point.key.is_same_place(key))
}

/// The point listed under word `index` of a version.
pub fn point_in(version: Value, index: usize) -> Option<Point> {
    let (mut low, mut high) = (0, point_count(version));
    while low < high {
        let middle = (low + high) / 2;
        let point = point_at(version, middle);
        match point.index().cmp(&index) {
            std::cmp::Ordering::Less => low = middle + 1,
            std::cmp::Ordering::Greater => high = middle,
            std::cmp::Ordering::Equal => return Some(point),
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

/// Whether the call that waits at `ret` is one of a procedure that the library was given.
fn calls_what_was_given(m: &mut Machine, ret: *const u64) -> bool {
    let Some(Point { form, scope, .. }) = point_of_return(ret).filter(|_| is_library(ret)) else {
        return false;
    };
    form.is_pair()
        && scope::is_identifier(form.car())
        && match lookup(m, form.car(), scope) {
            Denotation::Variable(_) => true,
            Denotation::Global(cell) => cell.header().flags() & flag::HOOK != 0,
            Denotation::Macro(_) => false,
        }
}

/// Whether what waits at a return point is a call or an instruction of the standard library's.
fn is_call_of_library(ret: *const u64) -> bool {
    let point = point_of_return(ret).filter(|_| is_library(ret));
    point.is_some_and(|point| {
        matches!(point.key.kind(), PointKind::Return | PointKind::Given | PointKind::Instruction)
    })
}

/// What lies below the innermost frame of a place.
fn below(under: Under, frame: &Frame) -> Under {
    match under.len - frame.len() {
        0 => segment_parent(under.segment),
        len => Under { segment: under.segment, len },
    }
}

/// What failed or was paused: the innermost expression that a computation was evaluating.
#[derive(Clone, Copy, Debug)]
pub enum Innermost {
    /// An expression of some code, and the frame that waits for its value.
    Expression(Point, Place),
    /// An expression that the host has evaluated, and its environment.
    Within(Value, Value),
    /// A call that no code wrote down: procedure and arguments as a list.
    Call(Value),
    /// None that can be told.
    Nothing,
}

/// Where a suspended frame lies in the heap.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// The segment.
    pub segment: Value,
    /// How many of the segment's words of frames end with this frame.
    pub top: usize,
}

impl Machine {
    /// The call whose frame is at `fp`, and which fails, is noted if the library made it of a procedure
    /// that it was given: the failing expression is that call, no expression of the program's.
    pub(super) fn note_given_call(&mut self) {
        let ret = self.return_link().point();
        if calls_what_was_given(self, ret) {
            let (procedure, arguments) = (self.slot(1), self.arguments());
            self.push_call_frame(procedure, &arguments);
        }
    }

    /// At a callee position: a procedure of the host's refuses its arguments. Where the library called it,
    /// which was given it, that call is the failing expression.
    pub fn note_refused_call(&mut self, procedure: Value, arguments: &[Value]) {
        let waiting = self.suspended_frames().next();
        if waiting.is_some_and(|frame| calls_what_was_given(self, frame.ret)) {
            self.push_call_frame(procedure, arguments);
        }
    }

    /// At a callee position of a procedure that could have refused its arguments, and has not: where it was
    /// called last, its caller, which was kept for that, is given up.
    pub fn leave_caller(&mut self) {
        let note = self.suspended_frames().next();
        if note.is_some_and(|frame| self.notes_expression(&frame)) {
            self.drop_frame();
        }
        let caller = self.suspended_frames().next();
        // SAFETY: a return point is an instruction.
        if caller.is_some_and(|frame| unsafe { *frame.ret } as u8 == Op::Return as u8) {
            self.drop_frame();
        }
    }

    /// Whether a frame only says what is evaluated where it is.
    fn notes_expression(&self, frame: &Frame) -> bool {
        self.failing_call(frame).is_some() || self.evaluated(frame).is_some()
    }

    /// At the callee position where `capture` leaves the machine: what waits for a value. Frames of
    /// the standard library are passed by, and so are the machine's own; a frame of the host's ends
    /// the search.
    pub fn innermost(&self) -> Innermost {
        let mut under = self.under();
        while !under.segment.is_nil() {
            let Under { segment, len: mut top } = under;
            for frame in segment_walk(under) {
                if let Some(list) = self.failing_call(&frame) {
                    return Innermost::Call(list);
                }
                if let Some((expression, environment)) = self.evaluated(&frame) {
                    return Innermost::Within(expression, environment);
                }
                if self.is_hosts(&frame) {
                    return Innermost::Nothing;
                }
                if !is_library(frame.ret)
                    && let Some(point) = point_of_return(frame.ret)
                {
                    return Innermost::Expression(point, Place { segment, top });
                }
                top -= frame.len();
            }
            under = segment_parent(segment);
        }
        Innermost::Nothing
    }

    /// The continuation whose innermost frame is the one of the innermost expression: a procedure of the
    /// standard library that failed is a step of that expression, which nobody resumes inside. `paused` is
    /// what was just captured; handlers and parameters are those of the expression.
    pub fn at_innermost(&mut self, paused: Value) -> Value {
        let mut under = self.under();
        let mut outside = paused;
        while !under.segment.is_nil() {
            let Some(frame) = segment_walk(under).next() else {
                return paused;
            };
            if let Some((field, held)) = self.held_for_outside(&frame) {
                outside = self.continuation_with(outside, field, held);
            } else if self.says_what_is_evaluated(&frame) {
                return self.continuation_at(outside, under);
            } else if !is_call_of_library(frame.ret) && !self.is_of_librarys_call(&frame) {
                return paused;
            }
            under = below(under, &frame);
        }
        paused
    }

    /// Whether a frame is that of the innermost expression where no frame inside of it is.
    fn says_what_is_evaluated(&self, frame: &Frame) -> bool {
        self.failing_call(frame).is_some()
            || self.evaluated(frame).is_some()
            || !self.is_hosts(frame)
                && !is_library(frame.ret)
                && point_of_return(frame.ret).is_some()
    }

    /// Whether a frame is the machine's for a call that is part of a step of the library's: no call that a
    /// frame inside of it says is failing.
    fn is_of_librarys_call(&self, frame: &Frame) -> bool {
        let is_kind = |kind| self.data_of_own(frame, kind).is_some();
        is_kind(Resumption::Values) || is_kind(Resumption::Private)
    }

    /// What a frame of the machine's is going to put back, and where a continuation has it.
    fn held_for_outside(&self, frame: &Frame) -> Option<(usize, Value)> {
        if let Some(handlers) = self.data_of_own(frame, Resumption::Handlers) {
            return Some((field::HANDLERS, handlers));
        }
        let bindings = self.data_of_own(frame, Resumption::Bindings)?;
        Some((field::BINDINGS, bindings))
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
    /// value becomes the value of that instruction. Other code is going to run there: the frame goes
    /// on in a generic version. `branch` is the sense in which the instruction would have jumped.
    pub(super) fn leave_instruction(&mut self, branch: Option<bool>) {
        let (version, point) = self.point_here_at(self.pc);
        if version.header().flags() & version::GENERIC == 0
            && let Some((twin, to)) = self.other_version(version, point)
        {
            self.fill_slots(&point);
            debug_assert!(point.provides(&to), "slots that {to:?} needs");
            let next = after(twin, &to);
            let ret = match to.key.kind() {
                PointKind::Instruction => self.landing(twin, to, next, None),
                PointKind::Return
                | PointKind::Given
                | PointKind::Loop
                | PointKind::Entry
                | PointKind::Step => next,
            };
            return self.leave_to(to, ret);
        }
        let ret = self.landing(version, point, after(version, &point), branch);
        self.leave_to(point, ret);
    }

    /// The same where what the value takes may not change what the frame relies on: it stays as it is.
    pub(super) fn leave_briefly(&mut self) {
        let (version, point) = self.point_here_at(self.pc);
        let ret = self.landing(version, point, after(version, &point), None);
        self.leave_to(point, ret);
    }

    fn point_here_at(&self, pc: *const u64) -> (Value, Point) {
        let (version, index) = self.place(pc).expect("every running instruction has a version");
        let point = point_in(version, index + 1).expect("an instruction that can fail has a point");
        (version, point)
    }

    fn leave_to(&mut self, point: Point, ret: *const u64) {
        self.fp = self.fp.wrapping_add(point.frame_len());
        self.set_return(ret);
    }

    /// A return point that brings a value to where the instruction of `point` would have put its own
    /// and goes on at `next`. For the branch at `pc`, which is taken when its test equals `branch`,
    /// the value is the test.
    pub(super) fn landing(
        &mut self,
        version: Value,
        point: Point,
        next: *const u64,
        branch: Option<bool>,
    ) -> *const u64 {
        let offset = point.frame_len() as u16;
        let land = Op::Land.encode(0, 0, 0);
        let to = |next: *const u64| [land, next as u64, version.bits(), point.index() as u64];
        let mut info = ReturnInfo::new(point.destination() as u16, offset, 2);
        let mut instructions = to(next).to_vec();
        if let Some(polarity) = branch {
            // SAFETY: `pc` is at an instruction.
            let word = unsafe { *self.pc };
            let taken = self.pc.wrapping_offset(1 + (word as i64 >> 48) as isize);
            let test = if polarity { Op::JumpTrue } else { Op::JumpFalse };
            info = ReturnInfo::new(offset, offset, 2);
            instructions.insert(0, test.encode_far(offset, 4));
            instructions.extend(to(taken));
        }
        instructions.splice(0..0, [point.mask, info.0]);
        let points = self.landing_points(point, info);
        let constants = version.field(version::CONSTANTS);
        let fields = [version.field(version::CODE), constants, version, points];
        let landing = new_version(&mut self.heap, fields, &instructions);
        self.heap.set_flags(landing, version.header().flags() & version::REIFIED);
        first_instruction(landing).wrapping_add(2)
    }

    fn landing_points(&mut self, point: Point, info: ReturnInfo) -> Value {
        let words = [info.0, point.mask, point.key.0].map(Value::from_bits);
        let mut fields = [Value::FALSE; points::LEN];
        fields[points::WORDS] = self.heap.object(Type::Raw, &words);
        fields[points::FORMS] = self.heap.object(Type::Vector, &[point.form]);
        fields[points::SCOPES] = self.heap.object(Type::Vector, &[point.scope]);
        fields[points::FILLS] = self.heap.object(Type::Vector, &[point.fills]);
        let points = self.heap.object(Type::Vector, &fields);
        self.heap.make_timeless(points)
    }
}
