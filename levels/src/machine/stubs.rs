//! Instructions that no compiler made: entries of procedures that are not closures, and the return
//! points of the machine's own frames.
//!
//! A frame of the machine's or the host's own is `[return address, #f, kind, data 1, data 2,
//! data 3, value]`.

use super::Machine;
use super::resumption::Resumption;
use super::stack::Frame;
use crate::heap::Heap;
use crate::layout::Type;
use crate::ops::{Op, ReturnInfo};
use crate::procedure::{ReturnLink, code, first_instruction, new_code, new_version};
use crate::value::Value;

/// Slot of a stub frame's kind.
pub const KIND: usize = 2;
/// First slot of a stub frame's data.
pub const DATA: usize = 3;
/// The slot that the value comes back to.
pub const VALUE: usize = 6;
/// Words of a stub frame.
pub const FRAME: usize = 7;
const STUB_MASK: u64 = 0b1111;

/// The stubs of one machine.
pub struct Stubs {
    /// Code of procedures not compiled yet enters here.
    pub lazy: *const u64,
    /// Code that takes steps of the host's enters here.
    pub governed: *const u64,
    /// The code of all builtins.
    pub builtin: Value,
    /// The code of control primitives whose callers' frames are kept.
    pub control: Value,
    /// The code of control primitives that take the place of their callers' frames.
    pub control_tail: Value,
    /// The code of the host's primitives that give their callers' frames up once they have not refused.
    pub control_checking: Value,
    /// The code of a procedure of several that is the standard library's.
    pub control_library: Value,
    /// The code of continuations.
    pub continuation: Value,
    /// The code of parameter objects.
    pub parameter: Value,
    /// The code of deltas.
    pub delta: Value,
    /// The code of procedures that the library passes on as its own.
    pub private: Value,
    /// Return point below the bottom frame.
    pub underflow: *const u64,
    /// Return point of frames of the host's.
    pub host: *const u64,
    /// Return point of frames of the machine's own.
    pub resume: *const u64,
    versions: Vec<Value>,
}

impl Stubs {
    /// Makes them.
    pub fn new(heap: &mut Heap) -> Stubs {
        let mut versions = Vec::new();
        let mut entry = |heap: &mut Heap, op: Op| {
            let version = stub_version(heap, &[op.encode(0, 0, 0)]);
            versions.push(version);
            first_instruction(version) as *const u64
        };
        let lazy = entry(heap, Op::EnterLazily);
        let governed = entry(heap, Op::EnterGoverned);
        let builtin_entry = entry(heap, Op::EnterBuiltin);
        let builtin = stub_code(heap, builtin_entry, code::KEEPS_CALLER);
        let control_entry = entry(heap, Op::EnterControl);
        let control = stub_code(heap, control_entry, code::KEEPS_CALLER);
        let control_tail = stub_code(heap, control_entry, 0);
        let control_checking = stub_code(heap, control_entry, code::KEEPS_CALLER);
        let library = code::KEEPS_CALLER | code::LIBRARY;
        let control_library = stub_code(heap, control_entry, library);
        let continuation_entry = entry(heap, Op::EnterContinuation);
        let continuation = stub_code(heap, continuation_entry, 0);
        let parameter_entry = entry(heap, Op::EnterParameter);
        let parameter = stub_code(heap, parameter_entry, code::KEEPS_CALLER);
        let delta_entry = entry(heap, Op::EnterDelta);
        let delta = stub_code(heap, delta_entry, 0);
        let private_entry = entry(heap, Op::EnterPrivate);
        let private = stub_code(heap, private_entry, library | code::PRIVATE);
        let mut return_point = |heap: &mut Heap, op: Op, mask: u64, info: ReturnInfo| {
            let version = stub_version(heap, &[mask, info.0, op.encode(0, 0, 0)]);
            versions.push(version);
            first_instruction(version).wrapping_add(2) as *const u64
        };
        let underflow = return_point(heap, Op::Underflow, 0, ReturnInfo::new(0, 0, 2));
        let stub_info = ReturnInfo::new(VALUE as u16, FRAME as u16, 2);
        let host = return_point(heap, Op::HostReturn, STUB_MASK, stub_info);
        let resume = return_point(heap, Op::Resume, STUB_MASK, stub_info);
        Stubs {
            lazy,
            governed,
            builtin,
            control,
            control_tail,
            control_checking,
            control_library,
            continuation,
            parameter,
            delta,
            private,
            underflow,
            host,
            resume,
            versions,
        }
    }

    /// Everything the stubs keep alive.
    pub fn roots(&self) -> impl Iterator<Item = Value> + '_ {
        let [a, b, c] = [self.builtin, self.control, self.control_tail];
        let [d, e, f] = [self.control_library, self.continuation, self.parameter];
        let [g, h, i] = [self.delta, self.private, self.control_checking];
        let codes = [a, b, c, d, e, f, g, h, i];
        codes.into_iter().chain(self.versions.iter().copied())
    }
}

fn stub_version(heap: &mut Heap, instructions: &[u64]) -> Value {
    let empty = heap.words(Type::Vector, 0, Value::FALSE);
    new_version(heap, [Value::FALSE, empty, Value::FALSE, Value::FALSE], instructions)
}

fn stub_code(heap: &mut Heap, entry: *const u64, flags: u8) -> Value {
    new_code(heap, [Value::FALSE; 8], entry, flags)
}

impl Machine {
    /// At a callee position: makes it a frame of the host's, and goes to the callee position above.
    /// When a value comes back to the frame, `run` gives `Event::Returned`.
    pub fn push_host_frame(&mut self, kind: i64, data: [Value; 3]) {
        self.push_stub_frame(self.stubs.host, kind, data);
    }

    /// The same for the machine's own frames (`resumption::Resumption`).
    pub(super) fn push_resume_frame(&mut self, kind: i64, data: [Value; 3]) {
        self.push_stub_frame(self.stubs.resume, kind, data);
    }

    fn push_stub_frame(&mut self, ret: *const u64, kind: i64, data: [Value; 3]) {
        self.make_room(2 * FRAME + 2);
        self.set_slot(1, Value::FALSE);
        self.set_slot(KIND, Value::fixnum(kind));
        for (i, word) in data.into_iter().enumerate() {
            self.set_slot(DATA + i, word);
        }
        self.fp = self.fp.wrapping_add(FRAME);
        self.set_return(ret);
    }

    /// The host's frames below the callee position, innermost first: the kind and the data of each.
    pub fn host_frames(&self) -> impl Iterator<Item = (i64, [Value; 3])> + use<> {
        let host = self.stubs.host;
        let frames = self.suspended_frames().filter(move |frame| frame.ret == host);
        frames.map(|frame| parts_of(&frame))
    }

    /// The kind and the data of a frame, if it is the host's.
    pub fn host_frame(&self, frame: &Frame) -> Option<(i64, [Value; 3])> {
        self.is_hosts(frame).then(|| parts_of(frame))
    }

    /// Whether a frame is the host's.
    pub(super) fn is_hosts(&self, frame: &Frame) -> bool {
        frame.ret == self.stubs.host
    }

    /// The call that a frame of the machine's says is failing, where no frame inside of it says otherwise.
    pub(super) fn failing_call(&self, frame: &Frame) -> Option<Value> {
        let failing = self.data_of_own(frame, Resumption::Call);
        failing.or_else(|| self.data_of_own(frame, Resumption::Given))
    }

    /// The first datum of a frame, if it is one of the machine's own of this kind.
    pub(super) fn data_of_own(&self, frame: &Frame, kind: Resumption) -> Option<Value> {
        let kind = Value::fixnum(kind as i64);
        let is_it = frame.ret == self.stubs.resume && frame.slot(KIND) == kind;
        is_it.then(|| frame.slot(DATA))
    }

    /// The expression, and its environment, that a frame of the machine's says is evaluated.
    pub(super) fn evaluated(&self, frame: &Frame) -> Option<(Value, Value)> {
        let kind = Value::fixnum(Resumption::Within as i64);
        let is_it = frame.ret == self.stubs.resume && frame.slot(KIND) == kind;
        is_it.then(|| (frame.slot(DATA), frame.slot(DATA + 1)))
    }

    /// At a callee position: the call is made for the host, in the place of this expression.
    pub fn push_expression_frame(&mut self, expression: Value, environment: Value) {
        let data = [expression, environment, Value::FALSE];
        self.push_resume_frame(Resumption::Within as i64, data);
    }

    /// Slot `index` of the frame at `fp`.
    #[inline(always)]
    pub(super) fn slot(&self, index: usize) -> Value {
        // SAFETY: the frame at `fp` lies within the stack's memory (limit plus slack).
        unsafe { Value::from_bits(*self.fp.add(index)) }
    }

    /// Stores into slot `index` of the frame at `fp`.
    #[inline(always)]
    pub(super) fn set_slot(&mut self, index: usize, value: Value) {
        // SAFETY: as for `slot`.
        unsafe { *self.fp.add(index) = value.bits() }
    }

    /// Makes the frame at `fp` return to `ret`.
    #[inline(always)]
    pub(super) fn set_return(&mut self, ret: *const u64) {
        self.set_slot(0, Value::from_bits(ReturnLink::to(ret).0));
    }

    /// Where the frame at `fp` returns to.
    #[inline(always)]
    pub(super) fn return_link(&self) -> ReturnLink {
        ReturnLink(self.slot(0).bits())
    }

    /// The arguments in the frame at `fp`.
    pub(super) fn arguments(&self) -> Vec<Value> {
        (0..self.argc).map(|i| self.slot(2 + i)).collect()
    }
}

/// The kind and the data that a frame of the machine's own or of the host's holds.
fn parts_of(frame: &Frame) -> (i64, [Value; 3]) {
    (frame.slot(KIND).fixnum_value(), [0, 1, 2].map(|index| frame.slot(DATA + index)))
}
