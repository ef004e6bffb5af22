//! The one stretch of addresses that holds every object, and the tables beside it.
//!
//! Invariant: the mapping is `[objects | stamps | marks | lines]`. The tables have one byte for each
//! granule (stamps, marks) or line (lines) of the objects' part, so that an address finds its bytes
//! by a shift. What lies below `committed` blocks can be touched, in the objects and the tables.

use super::pages;
use crate::layout::GRANULE;

/// Bytes in a block: the unit in which memory is handed to the allocator and to large objects.
pub const BLOCK: usize = 32 << 10;
/// Bytes in a line: the unit in which a block's memory is used again.
pub const LINE: usize = 128;
/// Lines in a block.
pub const LINES: usize = BLOCK / LINE;

/// Memory is committed in steps of this many bytes, tables alike in proportion.
const STEP: usize = 16 << 20;
/// More address space than this is never asked for.
const MOST: usize = 1 << (if usize::BITS == 64 { 43 } else { 29 });
/// Room beside the limit: blocks that a few live lines keep from large objects.
const FRAGMENTATION_FACTOR: usize = 4;

const GRANULE_SHIFT: u32 = GRANULE.trailing_zeros();
const LINE_SHIFT: u32 = LINE.trailing_zeros();

/// Where the tables are. Each pointer is moved down by the index of the first granule (line) of
/// the region, so that the byte for an address is one shift and one addition away.
#[derive(Clone, Copy)]
pub struct Tables {
    stamps: *mut u8,
    marks: *mut u8,
    lines: *mut u8,
}

impl Tables {
    /// The stamp of the granule at `address`.
    #[inline(always)]
    pub fn stamp(self, address: usize) -> *mut u8 {
        self.stamps.wrapping_add(address >> GRANULE_SHIFT)
    }

    /// The mark of the granule at `address`.
    #[inline(always)]
    pub fn mark(self, address: usize) -> *mut u8 {
        self.marks.wrapping_add(address >> GRANULE_SHIFT)
    }

    /// The same tables, but for marks that begin at `marks`, of the region that begins at `base`.
    pub fn with_marks(self, marks: *mut u8, base: usize) -> Tables {
        Tables { marks: marks.wrapping_sub(base >> GRANULE_SHIFT), ..self }
    }

    /// The mark of the line at `address`.
    #[inline(always)]
    pub fn line(self, address: usize) -> *mut u8 {
        self.lines.wrapping_add(address >> LINE_SHIFT)
    }

    /// Gives every granule of `start .. start + bytes` (committed, granule-aligned) this stamp.
    pub fn fill_stamps(self, start: usize, bytes: usize, stamp: u8) {
        // SAFETY: the table has a committed byte for each granule of committed memory.
        unsafe { self.stamp(start).write_bytes(stamp, bytes >> GRANULE_SHIFT) }
    }
}

/// See the module's documentation.
pub struct Region {
    base: *mut u8,
    capacity: usize,
    committed: usize,
    /// Whether the system, or the address space, has no more than what is committed.
    is_short: bool,
    tables: Tables,
    mapping: (*mut u8, usize),
}

impl Region {
    /// Address space for a heap of about `limit` bytes: less where the system refuses. Ends the
    /// process where it refuses even `STEP` bytes.
    pub fn new(limit: usize) -> Region {
        let wanted = limit.saturating_mul(FRAGMENTATION_FACTOR).clamp(4 * STEP, MOST);
        let mut bytes = wanted.next_multiple_of(STEP);
        loop {
            if let Some(region) = Region::reserve(bytes) {
                return region;
            }
            if bytes <= STEP {
                std::alloc::handle_alloc_error(std::alloc::Layout::new::<[u8; STEP]>());
            }
            bytes = (bytes / 2).next_multiple_of(STEP);
        }
    }

    fn reserve(bytes: usize) -> Option<Region> {
        let table = bytes / GRANULE;
        let whole = bytes + 2 * table + bytes / LINE + pages::ALIGNMENT;
        let start = pages::reserve(whole)?;
        let base = start.wrapping_add(start.align_offset(pages::ALIGNMENT));
        let first_granule = base as usize >> GRANULE_SHIFT;
        let stamps = base.wrapping_add(bytes);
        let lines = stamps.wrapping_add(2 * table);
        let tables = Tables {
            stamps: stamps.wrapping_sub(first_granule),
            marks: stamps.wrapping_add(table).wrapping_sub(first_granule),
            lines: lines.wrapping_sub(base as usize >> LINE_SHIFT),
        };
        Some(Region {
            base,
            capacity: bytes / BLOCK,
            committed: 0,
            is_short: false,
            tables,
            mapping: (start, whole),
        })
    }

    /// The tables, to be kept where they are used often.
    #[inline(always)]
    pub fn tables(&self) -> Tables {
        self.tables
    }

    /// The address of a block.
    #[inline(always)]
    pub fn block_start(&self, block: usize) -> *mut u8 {
        self.base.wrapping_add(block * BLOCK)
    }

    /// The block that holds `address`, which must lie in the region.
    #[inline(always)]
    pub fn block_of(&self, address: usize) -> usize {
        (address - self.base as usize) / BLOCK
    }

    /// Whether `address` lies in one of the first `blocks` blocks.
    pub fn contains(&self, address: usize, blocks: usize) -> bool {
        address.wrapping_sub(self.base as usize) < blocks * BLOCK
    }

    /// Makes the first `blocks` blocks and their tables usable, and some more so that the end of
    /// memory is seen before it is reached; false if there is no room for them.
    pub fn commit(&mut self, blocks: usize) -> bool {
        let ahead = blocks.saturating_add(STEP / BLOCK);
        if ahead <= self.committed {
            return true;
        }
        if !self.is_short && !self.commit_steps(ahead) {
            self.is_short = !self.commit_steps(self.committed + 1);
        }
        blocks <= self.committed || self.commit_steps(blocks)
    }

    /// The blocks that can be used, as far as is known.
    pub fn blocks(&self) -> usize {
        if self.is_short { self.committed } else { self.capacity }
    }

    /// The bytes that can be used, if the system has been seen to have no more.
    pub fn end_of_memory(&self) -> Option<usize> {
        self.is_short.then_some(self.committed * BLOCK)
    }

    fn commit_steps(&mut self, blocks: usize) -> bool {
        if blocks > self.capacity {
            return false;
        }
        let end = (blocks * BLOCK).next_multiple_of(STEP);
        let start = self.committed * BLOCK;
        let (address, bytes) = (self.base as usize + start, end - start);
        // Small programs stay small: the first step has pages of the ordinary size.
        let large_pages = start > 0;
        let done = pages::commit(self.base.wrapping_add(start), bytes, large_pages)
            && pages::commit(self.tables.stamp(address), bytes / GRANULE, large_pages)
            && pages::commit(self.tables.mark(address), bytes / GRANULE, large_pages)
            && pages::commit(self.tables.line(address), bytes / LINE, false);
        if done {
            self.committed = end / BLOCK;
        }
        done
    }

    /// Gives the memory of free blocks back to the system; their contents become undefined.
    pub fn discard(&self, block: usize, count: usize) {
        pages::discard(self.block_start(block), count * BLOCK);
    }

    /// The line marks of a block that is committed.
    #[inline(always)]
    pub fn lines(&self, block: usize) -> &[u8; LINES] {
        let first = self.tables.line(self.block_start(block) as usize);
        // SAFETY: the table has `LINES` committed bytes for each committed block.
        unsafe { &*first.cast() }
    }

    /// Unmarks every granule and line of a block.
    pub fn clear_marks(&mut self, block: usize) {
        let start = self.block_start(block) as usize;
        // SAFETY: the tables have these committed bytes for each committed block.
        unsafe { self.tables.mark(start).write_bytes(0, BLOCK / GRANULE) };
        // SAFETY: as above.
        unsafe { self.tables.line(start).write_bytes(0, LINES) };
    }

    /// The stamps of the first `blocks` blocks, all committed.
    pub fn stamps_mut(&mut self, blocks: usize) -> &mut [u8] {
        let first = self.tables.stamp(self.base as usize);
        // SAFETY: these bytes are committed, and the region is borrowed mutably.
        unsafe { std::slice::from_raw_parts_mut(first, blocks * (BLOCK / GRANULE)) }
    }
}

impl Drop for Region {
    fn drop(&mut self) {
        let (start, bytes) = self.mapping;
        pages::give_back(start, bytes);
    }
}
