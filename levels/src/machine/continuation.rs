//! Capture and resumption: the one operation behind `call/cc`, stack overflow, pauses and polls.
//!
//! A `Segment`'s payload is: parent segment (or `()`), parent length, the copied frames, and last
//! the return address into the innermost of them. The first `n` words of its frames are themselves
//! a place to go on, wherever `n` is a frame's boundary: the word there is the return address.

use super::call::Flow;
use super::stack::{Frame, Under, Walk};
use super::{Dynamic, Event, Machine};
use crate::environment::{self, cell};
use crate::layout::Type;
use crate::procedure::{ReturnLink, return_info};
use crate::value::Value;

/// Fields of a `Continuation`.
pub mod field {
    /// The stub code.
    pub const CODE: usize = 0;
    /// The segment, or `()`.
    pub const SEGMENT: usize = 1;
    /// How many of the segment's words, a fixnum.
    pub const LEN: usize = 2;
    /// `Dynamic::handlers`.
    pub const HANDLERS: usize = 3;
    /// `Dynamic::bindings`.
    pub const BINDINGS: usize = 4;
    /// `Dynamic::winders`.
    pub const WINDERS: usize = 5;
    /// `Dynamic::host`.
    pub const HOST: usize = 6;
}

/// Words before a segment's frames.
const SEGMENT_PREFIX: usize = 2;

/// Index of the first word of a segment's frames in its payload.
pub(crate) const FRAMES: usize = SEGMENT_PREFIX;

/// The frame of which `top` words of a segment's frames are the end.
pub(crate) fn frame_ending_at(segment: Value, top: usize) -> Frame {
    let end = segment_frames(segment).wrapping_add(top);
    // SAFETY: `top` is a frame's boundary, so the word there is its return point.
    let ret = ReturnLink(unsafe { *end }).point();
    Frame { slots: end.wrapping_sub(return_info(ret).offset()), ret }
}

fn segment_frames(segment: Value) -> *mut u64 {
    segment.address().wrapping_add(1 + SEGMENT_PREFIX)
}

/// The suspended frames of a place in a segment, innermost first (its parents' not included).
pub fn segment_walk(under: Under) -> Walk {
    let frames = segment_frames(under.segment);
    // SAFETY: `under.len` is a frame's boundary, by the invariant of segments.
    unsafe { Walk::new(frames, frames.wrapping_add(under.len)) }
}

/// All the suspended frames of a segment.
pub fn whole_segment(segment: Value) -> Walk {
    segment_walk(Under { segment, len: segment.header().len() - SEGMENT_PREFIX - 1 })
}

/// What lies below a segment's bottom frame.
pub fn segment_parent(segment: Value) -> Under {
    Under { segment: segment.field(0), len: segment.field(1).fixnum_value() as usize }
}

/// Whether two continuations wait at the same place of the same stack.
pub fn is_same(a: Value, b: Value) -> bool {
    a.field(field::SEGMENT) == b.field(field::SEGMENT) && a.field(field::LEN) == b.field(field::LEN)
}

impl Machine {
    /// What lies below the stack.
    pub(super) fn under(&self) -> Under {
        self.under
    }

    /// All the frames below the callee position, innermost first: those on the stack, then those
    /// that were moved into the heap.
    pub fn suspended_frames(&self) -> impl Iterator<Item = Frame> + use<> {
        let places = std::iter::successors(Some(self.under), |under| {
            (!under.segment.is_nil()).then(|| segment_parent(under.segment))
        });
        let moved = places.take_while(|under| !under.segment.is_nil()).flat_map(segment_walk);
        self.frames().chain(moved)
    }

    /// At a callee position: moves the frames below it into the heap.
    pub(super) fn spill(&mut self) {
        let base = self.stack.base();
        // SAFETY: both lie in the stack's memory.
        let count = unsafe { self.fp.offset_from(base) } as usize;
        if count == 0 {
            return;
        }
        if self.poll.is_stressed() {
            self.poison_dead_slots();
        }
        self.batch = 1;
        let prefix = [self.under.segment, Value::fixnum(self.under.len as i64)];
        // SAFETY: the frames lie from `base` on, and behind them a return address.
        let frames = unsafe { std::slice::from_raw_parts(base, count + 1) };
        let segment = self.heap.copied(Type::Segment, &prefix, frames);
        self.under = Under { segment, len: count };
        self.set_return(self.stubs.underflow);
    }

    /// At a callee position whose frame has `words` words that matter: makes room for `wanted`
    /// more by moving everything below into the heap, if need be.
    pub(super) fn make_room_above(&mut self, words: usize, wanted: usize) {
        if (self.fp as usize) + (words + wanted) * 8 <= self.stack.limit() {
            return;
        }
        self.spill();
        let base = self.stack.base();
        // SAFETY: the frame's words lie in the stack's memory; the areas may overlap.
        unsafe { std::ptr::copy(self.fp, base, words) };
        self.fp = base;
    }

    /// `make_room_above` where only the return address matters.
    pub(super) fn make_room(&mut self, wanted: usize) {
        self.make_room_above(1, wanted);
    }

    /// At a callee position: the continuation of that call. The position moves to the bottom.
    pub fn capture(&mut self) -> Value {
        self.spill();
        self.fp = self.stack.base();
        self.set_return(self.stubs.underflow);
        let Dynamic { handlers, bindings, winders, host } = self.dynamic;
        let Under { segment, len } = self.under;
        let len = Value::fixnum(len as i64);
        let code = self.stubs.continuation;
        self.heap
            .object(Type::Continuation, &[code, segment, len, handlers, bindings, winders, host])
    }

    /// Gives up everything that runs and goes to the callee position of a captured continuation;
    /// `dynamic-wind` thunks are not run.
    pub fn reinstate(&mut self, continuation: Value) {
        self.reinstate_frames(continuation);
        self.set_dynamic(Dynamic {
            handlers: continuation.field(field::HANDLERS),
            bindings: continuation.field(field::BINDINGS),
            winders: continuation.field(field::WINDERS),
            host: continuation.field(field::HOST),
        });
    }

    /// Puts another dynamic state in force.
    pub fn set_dynamic(&mut self, dynamic: Dynamic) {
        self.set_bindings(dynamic.bindings);
        self.dynamic = dynamic;
    }

    /// Goes to the callee position of a captured continuation, the dynamic state staying as it is.
    pub fn reinstate_frames(&mut self, continuation: Value) {
        let len = continuation.field(field::LEN).fixnum_value() as usize;
        self.under = Under { segment: continuation.field(field::SEGMENT), len };
        self.fp = self.stack.base();
        self.set_return(self.stubs.underflow);
    }

    /// Gives up everything that runs: a callee position with nothing below.
    pub fn clear(&mut self) {
        self.under = Under::NOTHING;
        self.fp = self.stack.base();
        self.set_return(self.stubs.underflow);
    }

    /// Where the frames begin that one underflow brings back: one frame after a capture, twice as
    /// many words at each further underflow, so that long returns are cheap and so are captures.
    fn batch_start(&mut self, under: Under) -> usize {
        let wanted = self.batch.min(self.stack.words() / 4);
        self.batch = (wanted * 2).max(16);
        let mut rest = under.len;
        for frame in segment_walk(under) {
            rest -= frame.len();
            if under.len - rest >= wanted {
                break;
            }
        }
        rest
    }

    /// The stack is empty and `value` returns to what is below: brings back the innermost frame
    /// there. `None` if nothing is below.
    pub(super) fn underflow(&mut self, value: Value) -> Option<()> {
        let Under { segment, len } = self.under;
        if segment.is_nil() {
            return None;
        }
        let frames = segment_frames(segment);
        // SAFETY: `len` is a frame's boundary in the segment: the word there is a return point.
        let ret = ReturnLink(unsafe { *frames.add(len) }).point();
        let info = return_info(ret);
        let rest = self.batch_start(Under { segment, len });
        let (base, count) = (self.stack.base(), len - rest);
        // SAFETY: the frames' words lie in the segment; the stack has room for a batch.
        unsafe { std::ptr::copy_nonoverlapping(frames.add(rest), base, count) };
        self.under = if rest == 0 { segment_parent(segment) } else { Under { segment, len: rest } };
        self.fp = base;
        self.set_return(self.stubs.underflow);
        self.fp = base.wrapping_add(count - info.offset());
        self.set_slot(info.destination(), value);
        self.pc = ret;
        Some(())
    }

    /// At a callee position: gives up the frame below, and is where that was called.
    pub(super) fn drop_frame(&mut self) {
        let link = ReturnLink(self.slot(0).bits());
        if link.point() == self.stubs.underflow {
            self.underflow(Value::FALSE);
        } else {
            self.fp = self.fp.wrapping_sub(link.offset());
        }
    }

    /// A continuation is called.
    pub(super) fn enter_continuation(&mut self) -> Flow {
        let continuation = self.slot(1);
        let value = match self.argc {
            1 => self.slot(2),
            _ => {
                let values = self.arguments();
                self.heap.object(Type::MultipleValues, &values)
            }
        };
        if self.poll.is_due() {
            return self.poll_at_jump(continuation, value);
        }
        self.jump_or_ask(continuation, value)
    }

    /// What is captured in another state of the host's is left to the host, jumps that have
    /// `dynamic-wind` thunks to run to a procedure of the standard library.
    pub(super) fn jump_or_ask(&mut self, continuation: Value, value: Value) -> Flow {
        if continuation.field(field::HOST) != self.dynamic.host {
            return Flow::Stop(Box::new(Event::Jump { continuation, value }));
        }
        self.jump(continuation, value)
    }

    /// At a callee position: goes on where a continuation was captured, with `value`, after the
    /// `dynamic-wind` thunks between the winders in force and the continuation's.
    pub fn jump(&mut self, continuation: Value, value: Value) -> Flow {
        if continuation.field(field::WINDERS) != self.dynamic.winders {
            let symbol = self.intern("%rewind");
            let cell = environment::cell_for(self, environment::UNIVERSE, symbol);
            return self.enter_call(cell.field(cell::VALUE), &[continuation, value]);
        }
        self.reinstate(continuation);
        self.deliver(value)
    }
}

/// The values that arrive as one object.
pub fn values_of(value: Value) -> Vec<Value> {
    if value.is_a(Type::MultipleValues) {
        return (0..value.header().len()).map(|i| value.field(i)).collect();
    }
    vec![value]
}
