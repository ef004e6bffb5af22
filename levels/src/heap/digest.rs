//! A digest of all that can be reached: tells whether contents are the same without keeping them.

use super::Heap;
use super::mark::{Marker, Roots, is_row, value_count};
use super::region::BLOCK;
use crate::hash::{finish, mix};
use crate::layout::{GRANULE, Payload};
use crate::value::Value;

impl Heap {
    /// A digest of the contents of everything in reach of `values`: of equal contents at the same
    /// addresses it is equal. Left out are the contents of what is outside of time, and what the machine's tables
    /// hold for rows. Costs about as much as `verify`.
    pub fn digest(&mut self, values: &[Value], roots: &mut dyn Roots) -> u64 {
        let base = self.blocks.region.block_start(0) as usize;
        let mut seen = vec![0u8; self.blocks.frontier() * (BLOCK / GRANULE)];
        let tables = self.tables.with_marks(seen.as_mut_ptr(), base);
        let mut marker = Marker::new(tables, Vec::new());
        marker.values(values);
        let mut sum = 0u64;
        while let Some(object) = marker.next_claimed() {
            if super::barrier::is_outside_of_time(object) {
                sum = sum.wrapping_add(finish(mix(object.bits(), 0)));
                continue;
            }
            let words = words_of(object);
            let parts = words.iter().fold(object.bits(), |state, word| mix(state, *word));
            sum = sum.wrapping_add(finish(parts));
            if super::log::is_frames(object) {
                roots.mark_frames(object, &mut marker);
            } else {
                let values = if object.is_pair() { words } else { &words[1..][..fields(object)] };
                values.iter().for_each(|word| marker.value(Value::from_bits(*word)));
            }
        }
        sum
    }
}

/// How many payload words of an object with a header refer to others.
fn fields(object: Value) -> usize {
    if is_row(object) { 0 } else { value_count(object.header()) }
}

/// The words of an object that count: its header, if it has one, and what is under the barrier.
fn words_of<'o>(object: Value) -> &'o [u64] {
    let count = if object.is_pair() {
        2
    } else {
        match object.header().type_of().payload() {
            Payload::Bytes => 1 + object.header().payload_bytes().div_ceil(8),
            Payload::Values | Payload::Mixed(_) | Payload::Frames | Payload::Row => {
                1 + object.header().len()
            }
        }
    };
    // SAFETY: the object is alive and has so many words; nothing writes while a digest is made.
    unsafe { std::slice::from_raw_parts(object.address(), count) }
}
