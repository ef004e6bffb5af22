//! A check of the whole heap, for tests and the stress build.

use super::Heap;
use super::blocks::Use;
use super::log::Log;
use super::mark::{Marker, Roots, is_marked, is_value_word};
use super::region::{BLOCK, LINE, LINES};
use crate::layout::{GRANULE, Type};
use crate::value::Value;

/// A word that should be a value and is not one, or refers to nothing alive.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Corruption {
    /// The address of the word; of the object itself, where it is not known who refers to it.
    pub at: usize,
    /// What is there.
    pub word: u64,
    /// What is wrong with it.
    pub reason: &'static str,
}

impl Heap {
    /// Follows every value from the roots and the snapshots, and gives the first that is neither
    /// an immediate nor a rightly tagged pointer to an object that the last collection found
    /// alive. Only meaningful directly after a collection: what was allocated since is not marked.
    ///
    /// After a major collection of a heap that is poisoned, everything between the objects found is
    /// overwritten, too: what is out of reach is gone, even beside what is alive.
    pub fn verify(&mut self, roots: &mut dyn Roots) -> Result<(), Corruption> {
        let base = self.blocks.region.block_start(0) as usize;
        let mut seen = vec![0u8; self.blocks.frontier() * (BLOCK / GRANULE)];
        let tables = self.tables.with_marks(seen.as_mut_ptr(), base);
        let mut marker = Marker::new(tables, Vec::new());
        roots.mark(&mut marker);
        self.snapshots.mark_roots(true, &mut marker);
        let mut taken = vec![false; seen.len()];
        self.verify_claimed(&mut marker, roots, &mut taken)?;
        let mut logs: Vec<Log> = self.snapshots.logs_mut().map(std::mem::take).collect();
        let outcome = self.verify_logs(&mut logs, &mut marker, roots, &mut taken);
        self.snapshots.logs_mut().zip(logs).for_each(|(place, log)| *place = log);
        if outcome.is_ok() && self.budget.is_settled() {
            self.blocks.poison_between(&taken);
        }
        outcome
    }

    /// Looks at what the logs hold, as long as that leads to objects whose logs were not looked at.
    fn verify_logs(
        &self,
        logs: &mut [Log],
        marker: &mut Marker,
        roots: &mut dyn Roots,
        taken: &mut [bool],
    ) -> Result<(), Corruption> {
        let mut done: Vec<Vec<bool>> = logs.iter().map(|log| vec![false; log.len()]).collect();
        let mut progress = true;
        while std::mem::take(&mut progress) {
            for (log, done) in logs.iter_mut().zip(&mut done) {
                let mut rest = log.unscanned(true);
                while !rest.is_empty() {
                    let group = log.group(rest.start);
                    rest.start = group.end;
                    if !done[group.start] && marker.is_marked(log.object(group.start)) {
                        done[group.start] = true;
                        progress = true;
                        log.mark(group, marker, roots);
                    }
                }
                self.verify_claimed(marker, roots, taken)?;
            }
        }
        Ok(())
    }

    /// Checks what was claimed and everything that leads to; notes which granules that takes.
    fn verify_claimed(
        &self,
        marker: &mut Marker,
        roots: &mut dyn Roots,
        taken: &mut [bool],
    ) -> Result<(), Corruption> {
        let base = self.blocks.region.block_start(0) as usize;
        while let Some(object) = marker.next_claimed() {
            let start = object.address() as usize;
            self.verify_value(object, start)?;
            let end = start + self.verify_extent(object)?;
            taken[(start - base) / GRANULE..(end - base) / GRANULE].fill(true);
            for at in (start..end).step_by(8).filter(|at| is_value_word(object, *at)) {
                // SAFETY: a word of an object that was just found alive.
                let word = Value::from_bits(unsafe { *(at as *const u64) });
                self.verify_value(word, at)?;
                marker.value(word);
            }
            if super::log::is_frames(object) {
                roots.mark_frames(object, marker);
            } else if super::mark::is_row(object) {
                roots.mark_row(object, marker);
            }
        }
        Ok(())
    }

    /// Checks one word, found at `at`.
    fn verify_value(&self, value: Value, at: usize) -> Result<(), Corruption> {
        let wrong = |reason| Err(Corruption { at, word: value.bits(), reason });
        if !value.is_pointer() {
            return Ok(());
        }
        let address = value.address() as usize;
        if value.tag_bits() == 7 || !address.is_multiple_of(GRANULE) {
            return wrong("no value");
        }
        let frontier = self.blocks.frontier();
        if !self.blocks.region.contains(address, frontier) {
            return wrong("outside of the heap");
        }
        if self.blocks.use_of(self.blocks.region.block_of(address)) == Use::Free {
            return wrong("in a free block");
        }
        if !is_marked(self.tables, value) {
            return wrong("not marked");
        }
        if value.is_pair() {
            return Ok(());
        }
        match Type::from_byte(value.header().0 as u8) {
            None => wrong("no header there"),
            Some(ty) if ty.tag() as u64 != value.tag_bits() => wrong("another tag than its type's"),
            Some(_) => Ok(()),
        }
    }

    /// Checks that an object's memory is its own, and gives its size.
    fn verify_extent(&self, object: Value) -> Result<usize, Corruption> {
        let start = object.address() as usize;
        let wrong = |reason| Err(Corruption { at: start, word: object.bits(), reason });
        let bytes = if object.is_pair() { GRANULE } else { object.header().object_bytes() };
        for at in (start + GRANULE..start + bytes).step_by(GRANULE) {
            if self.is_marked_start(at) {
                return wrong("another object inside");
            }
        }
        if bytes > BLOCK {
            return Ok(bytes);
        }
        let block = self.blocks.region.block_of(start);
        let line = |at| (at - self.blocks.region.block_start(block) as usize) / LINE;
        let (first, last) = (line(start), line(start + bytes - 1));
        if last >= LINES || self.blocks.region.lines(block)[first..=last].contains(&0) {
            return wrong("in a line that is not marked");
        }
        Ok(bytes)
    }

    fn is_marked_start(&self, address: usize) -> bool {
        is_marked(self.tables, Value::from_bits(address as u64))
    }
}
