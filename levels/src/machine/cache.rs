//! The caches of call instructions: a call that has entered a code once knows where to go the next
//! time, before it has looked at the procedure.
//!
//! Word 1 of a call is the code that its cache is for, or 0; word 2 packs the address at which calls
//! with so many arguments go on (behind the `Enter` of a procedure with fixed parameters) and, above
//! 48 bits, the words that its frame needs. A cache is filled once; retiring a code empties the
//! caches for it.

use super::Machine;
use super::switch::instructions;
use crate::layout::Type;
use crate::ops::Op;
use crate::procedure::{closure, code, entry_of, first_instruction, version};
use crate::value::Value;

/// The constant index of a call without a cache.
pub const NONE: u16 = u16::MAX;

/// Where the calls go on.
#[inline(always)]
pub fn address(place: u64) -> *const u64 {
    (place << 16 >> 16) as *const u64
}

/// Bytes that the callee's frame needs.
#[inline(always)]
pub fn frame_bytes(place: u64) -> usize {
    (place >> 48) as usize * 8
}

impl Machine {
    /// Fills the empty cache of the call at `pc`, whose frame is still at `self.fp`'s procedure.
    #[cold]
    #[inline(never)]
    pub(super) fn fill_cache(&mut self, pc: *const u64, callee: Value, argc: usize) {
        // SAFETY: `pc` is at a call.
        let word = unsafe { *pc };
        let keeper = (word >> 48) as u16;
        let Some(version) = self.version_around(pc).filter(|_| keeper != NONE) else {
            return;
        };
        let template = callee.field(closure::CODE);
        let entry = entry_of(callee);
        if entry == self.lazy_entry() {
            return;
        }
        // SAFETY: an entry is an instruction.
        let first = unsafe { *entry };
        let expected = Op::Enter as u64 | (argc as u64) << 32;
        let place = if first & 0xffff_0000_00ff == expected {
            entry.wrapping_add(3) as u64 | first >> 48 << 48
        } else {
            entry as u64
        };
        self.heap.set_field(version.field(version::CONSTANTS), keeper as usize, template);
        let call = pc.cast_mut();
        // SAFETY: words 1 and 2 of a call are its cache, in a live version.
        unsafe {
            call.add(1).write(template.bits());
            call.add(2).write(place);
        }
    }

    /// The version whose instructions contain `pc`.
    fn version_around(&self, pc: *const u64) -> Option<Value> {
        // A call is followed by its return point, whose info word tells where the version begins.
        // SAFETY: `pc` is at a call.
        let op = unsafe { Op::decode(*pc) };
        let version = crate::procedure::version_of_return(pc.wrapping_add(1 + op.extra()));
        version.is_a(Type::Version).then_some(version)
    }

    /// Empties the caches of all calls: what they know of retired codes is out of date.
    pub(crate) fn empty_caches(&mut self) {
        for template in self.registered_codes() {
            let mut versions = template.field(code::VERSIONS);
            while versions.is_pair() {
                empty_caches_of(versions.car());
                versions = versions.cdr();
            }
        }
    }
}

fn empty_caches_of(version: Value) {
    for (at, word) in instructions(version) {
        // SAFETY: the word is the first of an instruction.
        let op = unsafe { Op::decode(word) };
        if matches!(op, Op::Call | Op::CallGlobal | Op::TailCall | Op::TailCallGlobal) {
            // SAFETY: word 1 of a call is its cache's key.
            unsafe { first_instruction(version).add(at + 1).write(0) };
        }
    }
}
