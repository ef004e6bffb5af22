//! The caches of call instructions: a call that has entered a code once knows where to go the next
//! time, before it has looked at the procedure.
//!
//! An entry of a cache is two words: the code that it is for, or 0; and, packed, the address at which
//! calls with so many arguments go on (behind the `Enter` of a procedure with fixed parameters) and,
//! above 48 bits, the words that its frame needs. A call of a global variable's value has one entry, at
//! word 1, other calls a second one, at word 3: what is passed around is often one of two. An entry is
//! filled once; retiring a code empties all caches. A tail call's cache knows no code that keeps its
//! callers' frames, that of a call which the library makes of what it was given none that is noted
//! (`machine::private`).

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
    /// Fills the first empty one of the `entries` of the call at `pc`.
    #[cold]
    #[inline(never)]
    pub(super) fn fill_cache(
        &mut self,
        pc: *const u64,
        entries: usize,
        callee: Value,
        argc: usize,
    ) {
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
        // SAFETY: the entries of a call begin at its word 1, in a live version.
        let known = |entry: usize| unsafe { *pc.add(1 + 2 * entry) };
        // Where the code is known, it was the frame that did not fit.
        let free = (0..entries).find(|entry| [0, template.bits()].contains(&known(*entry)));
        let Some(entry) = free.filter(|entry| known(*entry) == 0) else {
            return;
        };
        self.heap.set_flags(version, version.header().flags() | version::CACHING);
        let constants = version.field(version::CONSTANTS);
        self.heap.set_field(constants, keeper as usize + entry, template);
        let words = pc.cast_mut().wrapping_add(1 + 2 * entry);
        // SAFETY: as above.
        unsafe {
            words.write(template.bits());
            words.add(1).write(place);
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
                let version = versions.car();
                if version.header().flags() & version::CACHING != 0 {
                    empty_caches_of(version);
                    self.heap.set_flags(version, version.header().flags() & !version::CACHING);
                }
                versions = versions.cdr();
            }
        }
    }
}

/// How many entries the cache of an instruction has.
pub fn entries(op: Op) -> usize {
    if matches!(op, Op::Call | Op::TailCall) {
        2
    } else {
        usize::from(matches!(op, Op::CallGlobal | Op::TailCallGlobal))
    }
}

pub(super) fn empty_caches_of(version: Value) {
    for (at, op, _) in instructions(version) {
        for entry in 0..entries(op) {
            // SAFETY: the entries of a call begin at its word 1.
            unsafe { first_instruction(version).add(at + 1 + 2 * entry).write(0) };
        }
    }
}
