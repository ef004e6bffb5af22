//! Blocks: which are free, which have holes, which belong to large objects.
//!
//! Invariants: a free block has no marked granule and no marked line. A line is marked exactly if
//! an object that the last collection found alive lies in it; so the unmarked lines of a `Small`
//! block that was not opened since are free. A block is opened at most once between two collections.

use super::region::{BLOCK, LINE, LINES, Region};
use crate::layout::GRANULE;

/// What a block is used for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Use {
    /// Nothing.
    Free,
    /// Objects of at most a block.
    Small,
    /// The first block or another of a large object.
    Large,
}

/// Free memory to be filled from its start.
#[derive(Clone, Copy)]
pub struct Hole {
    /// Granule-aligned.
    pub start: *mut u8,
    /// A multiple of a granule.
    pub bytes: usize,
}

/// An object that has its blocks for itself.
pub struct Large {
    /// Its first block.
    pub block: usize,
    /// How many blocks it has.
    pub count: usize,
}

/// What is left of the address space, in bytes.
#[derive(Clone, Copy)]
pub struct Space {
    /// Blocks in which nothing lives.
    pub whole: usize,
    /// Those of them that were never used: they lie in a row.
    pub row: usize,
}

/// Where the search for holes in a block goes on.
struct Search {
    block: usize,
    line: usize,
}

/// See the module's documentation.
pub struct Blocks {
    /// The memory itself.
    pub region: Region,
    uses: Vec<Use>,
    /// How many of `uses` are `Free`.
    unused: usize,
    /// Free blocks, last one next; a block that became part of a large object may still be here.
    free: Vec<u32>,
    /// Small blocks with holes that were not opened yet, last one next.
    recyclable: Vec<u32>,
    /// Small blocks opened since the last collection.
    opened: Vec<u32>,
    search: Option<Search>,
    large: Vec<Large>,
    /// How many of `large` survived a collection.
    old_large: usize,
    /// Where the search for a run of free blocks goes on.
    rover: usize,
    /// Whether memory that becomes free is overwritten at once.
    pub poisoned: bool,
}

/// What freed memory is overwritten with: neither a value nor a header.
pub const POISON: u8 = 0xf7;

fn poison(start: *mut u8, bytes: usize) {
    // SAFETY: the caller names committed memory in which nothing lives.
    unsafe { start.write_bytes(POISON, bytes) }
}

impl Blocks {
    /// No block in use, in a region for about `limit` bytes.
    pub fn new(limit: usize) -> Blocks {
        Blocks {
            region: Region::new(limit),
            uses: Vec::new(),
            unused: 0,
            free: Vec::new(),
            recyclable: Vec::new(),
            opened: Vec::new(),
            search: None,
            large: Vec::new(),
            old_large: 0,
            rover: 0,
            poisoned: cfg!(debug_assertions),
        }
    }

    /// How many blocks were ever used: those above are all free.
    pub fn frontier(&self) -> usize {
        self.uses.len()
    }

    /// What a block below the frontier is used for.
    pub fn use_of(&self, block: usize) -> Use {
        self.uses[block]
    }

    /// What is left of the address space.
    pub fn space(&self) -> Space {
        let row = self.region.blocks().saturating_sub(self.uses.len());
        Space { whole: (row + self.unused) * BLOCK, row: row * BLOCK }
    }

    /// The next hole; a whole block where no used block has one. `None` if memory is exhausted.
    pub fn next_hole(&mut self) -> Option<Hole> {
        loop {
            if let Some(search) = self.search.take()
                && let Some(hole) = self.hole_from(search)
            {
                return Some(hole);
            }
            let Some(block) = self.recyclable.pop() else { return self.fresh_block() };
            self.opened.push(block);
            self.search = Some(Search { block: block as usize, line: 0 });
        }
    }

    fn hole_from(&mut self, Search { block, line }: Search) -> Option<Hole> {
        let lines = self.region.lines(block);
        let start = line + lines[line..].iter().position(|mark| *mark == 0)?;
        let rest = &lines[start..];
        let len = rest.iter().position(|mark| *mark != 0).unwrap_or(rest.len());
        if start + len < LINES {
            self.search = Some(Search { block, line: start + len });
        }
        let start = self.region.block_start(block).wrapping_add(start * LINE);
        Some(Hole { start, bytes: len * LINE })
    }

    /// A whole free block, if there is one.
    pub fn fresh_block(&mut self) -> Option<Hole> {
        let block = self.take_free().or_else(|| self.extend(1))?;
        self.uses[block] = Use::Small;
        self.unused -= 1;
        self.opened.push(block as u32);
        Some(Hole { start: self.region.block_start(block), bytes: BLOCK })
    }

    fn take_free(&mut self) -> Option<usize> {
        loop {
            let block = self.free.pop()? as usize;
            if self.uses[block] == Use::Free {
                return Some(block);
            }
        }
    }

    /// Moves the frontier up by `count` blocks and gives the first of them.
    fn extend(&mut self, count: usize) -> Option<usize> {
        let start = self.uses.len();
        let end = start.checked_add(count)?;
        if !self.region.commit(end) {
            return None;
        }
        self.uses.resize(end, Use::Free);
        self.unused += count;
        Some(start)
    }

    /// A hole of at least `bytes` (at most a block) where no whole block is free: the rest of the
    /// blocks passed over stays unused until the next collection.
    pub fn hole_of(&mut self, bytes: usize) -> Option<Hole> {
        loop {
            if self.search.is_none() && self.recyclable.is_empty() {
                return None;
            }
            let hole = self.next_hole()?;
            if hole.bytes >= bytes {
                return Some(hole);
            }
        }
    }

    /// The first of `count` blocks in a row for one large object.
    pub fn take_large(&mut self, count: usize) -> Option<*mut u8> {
        let block = self.find_run(count)?;
        self.uses[block..block + count].fill(Use::Large);
        self.unused -= count;
        self.large.push(Large { block, count });
        Some(self.region.block_start(block))
    }

    /// Whether `take_large` of so many blocks would succeed; makes the memory usable if so.
    pub fn has_run(&mut self, count: usize) -> bool {
        let (rover, frontier) = (self.rover, self.uses.len());
        let found = self.find_run(count).is_some();
        self.free.extend((frontier..self.uses.len()).rev().map(|block| block as u32));
        self.rover = rover;
        found
    }

    fn find_run(&mut self, count: usize) -> Option<usize> {
        if let Some(start) = self.run_between(self.rover, count) {
            self.rover = start + count;
            return Some(start);
        }
        let trailing = self.uses.iter().rev().take_while(|held| **held == Use::Free).count();
        let start = self.uses.len() - trailing.min(count);
        if self.extend(count - (self.uses.len() - start)).is_some() {
            self.rover = start + count;
            return Some(start);
        }
        self.run_between(0, count)
    }

    fn run_between(&self, from: usize, count: usize) -> Option<usize> {
        let mut run = 0;
        for (i, held) in self.uses.iter().enumerate().skip(from) {
            run = if *held == Use::Free { run + 1 } else { 0 };
            if run == count {
                return Some(i + 1 - count);
            }
        }
        None
    }

    /// Forgets where holes were being filled: what was opened and not filled is found again.
    pub fn stop_allocation(&mut self) {
        self.search = None;
        self.rover = 0;
    }

    /// Unmarks everything.
    pub fn clear_marks(&mut self) {
        for (block, held) in self.uses.iter().enumerate() {
            match held {
                Use::Small => self.region.clear_marks(block),
                Use::Free | Use::Large => {}
            }
        }
        for large in &self.large {
            let start = self.region.block_start(large.block) as usize;
            // SAFETY: the mark of a committed granule.
            unsafe { *self.region.tables().mark(start) = 0 };
        }
    }

    /// After marking: frees what is unmarked. Where all objects were marked anew (`everything`),
    /// everywhere; else only where objects were allocated since the last collection.
    pub fn sweep(&mut self, everything: bool) {
        self.sweep_large(everything);
        if !everything {
            for block in std::mem::take(&mut self.opened) {
                self.sweep_block(block as usize);
            }
            return;
        }
        self.opened.clear();
        self.free.clear();
        self.recyclable.clear();
        for block in (0..self.uses.len()).rev() {
            match self.uses[block] {
                Use::Small => self.sweep_block(block),
                Use::Free => self.free.push(block as u32),
                Use::Large => {}
            }
        }
    }

    fn sweep_block(&mut self, block: usize) {
        let free = self.region.lines(block).iter().filter(|mark| **mark == 0).count();
        if free == LINES {
            self.uses[block] = Use::Free;
            self.unused += 1;
            self.free.push(block as u32);
        } else if free > 0 {
            self.recyclable.push(block as u32);
        }
        if self.poisoned {
            self.poison_free_lines(block);
        }
    }

    fn poison_free_lines(&self, block: usize) {
        for (i, mark) in self.region.lines(block).iter().enumerate() {
            if *mark == 0 {
                poison(self.region.block_start(block).wrapping_add(i * LINE), LINE);
            }
        }
    }

    /// Directly after a collection: overwrites the granules of small blocks that are not `taken`.
    pub fn poison_between(&self, taken: &[bool]) {
        if !self.poisoned {
            return;
        }
        let granules = taken.chunks(BLOCK / GRANULE);
        for (block, taken) in granules.enumerate().filter(|(i, _)| self.uses[*i] == Use::Small) {
            let start = self.region.block_start(block);
            for (i, _) in taken.iter().enumerate().filter(|(_, taken)| !**taken) {
                poison(start.wrapping_add(i * GRANULE), GRANULE);
            }
        }
    }

    fn sweep_large(&mut self, everything: bool) {
        let kept = if everything { 0 } else { self.old_large };
        for large in self.large.split_off(kept) {
            let start = self.region.block_start(large.block);
            // SAFETY: the mark of a committed granule.
            if unsafe { *self.region.tables().mark(start as usize) } != 0 {
                self.large.push(large);
                continue;
            }
            if self.poisoned {
                poison(start, large.count * BLOCK);
            }
            self.uses[large.block..large.block + large.count].fill(Use::Free);
            self.unused += large.count;
            self.free.extend((large.block..large.block + large.count).map(|block| block as u32));
        }
        self.old_large = self.large.len();
    }

    /// The large objects.
    pub fn large(&self) -> &[Large] {
        &self.large
    }

    /// Gives the memory of free blocks back to the system, but for the first `keep` of them.
    pub fn trim(&mut self, keep: usize) {
        const SHORTEST: usize = (1 << 20) / BLOCK;
        let mut kept = 0;
        let mut run = 0;
        for block in 0..=self.uses.len() {
            if self.uses.get(block) == Some(&Use::Free) {
                kept += 1;
                run += (kept > keep) as usize;
                continue;
            }
            if run >= SHORTEST {
                self.region.discard(block - run, run);
            }
            run = 0;
        }
    }
}
