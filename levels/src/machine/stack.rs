//! The contiguous stack of frames, and the walk over suspended frames.

use super::Machine;
use crate::ops::mask;
use crate::procedure::{ReturnLink, return_info, return_mask, version, version_of_return};
use crate::value::Value;

/// Words that may lie above the limit: the largest frame, so that only entries need to check.
const SLACK: usize = 1 << 17;
/// Words of stack unless told otherwise: 2 MB.
pub const DEFAULT_WORDS: usize = 1 << 18;

/// The memory of the stack.
pub struct Stack {
    memory: Box<[u64]>,
    words: usize,
}

/// What lies below the stack's bottom frame: the first `len` words of a segment's frames.
#[derive(Clone, Copy)]
pub struct Under {
    /// A `Segment`, or `()` where nothing remains.
    pub segment: Value,
    /// How many of its words are meant.
    pub len: usize,
}

impl Under {
    /// Nothing below.
    pub const NOTHING: Under = Under { segment: Value::NIL, len: 0 };
}

impl Stack {
    /// A stack of `words` words.
    pub fn new(words: usize) -> Stack {
        Stack { memory: vec![0; words + SLACK].into_boxed_slice(), words }
    }

    /// The bottom.
    #[inline(always)]
    pub fn base(&self) -> *mut u64 {
        self.memory.as_ptr().cast_mut()
    }

    /// How many words it has.
    pub fn words(&self) -> usize {
        self.words
    }

    /// Frames must end below this address.
    pub fn limit(&self) -> usize {
        self.base() as usize + self.words * 8
    }
}

/// A suspended frame, as the walk finds it.
#[derive(Clone, Copy)]
pub struct Frame {
    /// Its slot 0.
    pub slots: *mut u64,
    /// Where it will go on.
    pub ret: *const u64,
}

impl Frame {
    /// How many words it has.
    pub fn len(&self) -> usize {
        return_info(self.ret).offset()
    }

    /// Whether the frame has no slots at all.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The word in slot `index`, below `len`.
    pub fn slot(&self, index: usize) -> Value {
        debug_assert!(index < self.len());
        // SAFETY: the walk gives frames of `len` words.
        unsafe { Value::from_bits(*self.slots.add(index)) }
    }

    /// Whether slot `index` (from 2) holds a value while the frame is suspended.
    pub fn is_live(&self, index: usize) -> bool {
        let constants = || version_of_return(self.ret).field(version::CONSTANTS);
        mask::is_live(return_mask(self.ret), constants, index)
    }

    /// Hands every value that the frame keeps alive to `visit`, its version included.
    pub fn values(&self, visit: &mut impl FnMut(Value)) {
        visit(version_of_return(self.ret));
        visit(self.slot(1));
        let live = return_mask(self.ret);
        if live & mask::LONG == 0 {
            return self.short_values(live, visit);
        }
        let constants = version_of_return(self.ret).field(version::CONSTANTS);
        for index in mask::runs(live, constants).flatten() {
            visit(self.slot(index));
        }
    }

    /// The live slots of a frame whose mask is one word: it names none beyond the frame.
    #[inline(always)]
    fn short_values(&self, live: u64, visit: &mut impl FnMut(Value)) {
        let mut rest = live;
        while rest != 0 {
            visit(self.slot(2 + rest.trailing_zeros() as usize));
            rest &= rest - 1;
        }
    }
}

/// The frames below a callee position, innermost first, down to the bottom of a piece of stack.
pub struct Walk {
    bottom: *mut u64,
    top: *mut u64,
}

impl Walk {
    /// The frames in `bottom..top`; the word at `top` is a return point of the innermost.
    ///
    /// # Safety
    /// The words are frames by the machine's invariant 1, and stay untouched during the walk but
    /// for their live slots.
    pub unsafe fn new(bottom: *mut u64, top: *mut u64) -> Walk {
        Walk { bottom, top }
    }
}

impl Iterator for Walk {
    type Item = Frame;

    fn next(&mut self) -> Option<Frame> {
        if self.top <= self.bottom {
            return None;
        }
        // SAFETY: `Walk::new`'s caller says that the word at `top` is a return point.
        let link = ReturnLink(unsafe { *self.top });
        let (ret, slots) = (link.point(), self.top.wrapping_sub(link.offset()));
        self.top = slots;
        Some(Frame { slots, ret })
    }
}

impl Machine {
    /// The frames on the stack below the callee position, innermost first.
    pub fn frames(&self) -> Walk {
        // SAFETY: invariants 1 and 2 of the machine.
        unsafe { Walk::new(self.stack.base(), self.fp) }
    }
}
