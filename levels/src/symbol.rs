//! Symbols and the table of interned ones.
//!
//! Invariant: a symbol is interned exactly if it lacks the flag `UNINTERNED`; of interned symbols
//! there is one of each name. The table holds its symbols weakly: a collection must call `sweep`
//! or `sweep_young` before memory of unmarked symbols is given out again.

use crate::hash;
use crate::heap::Heap;
use crate::layout::{Type, flag};
use crate::value::Value;

/// The table of interned symbols: open addressing with linear probing, at most three quarters full,
/// twelve bytes a slot. Looking a name up costs its hash and about three cache lines.
pub struct Symbols {
    /// The hash of each slot's symbol; `EMPTY` for a free slot.
    hashes: Vec<u32>,
    symbols: Vec<Value>,
    count: usize,
    /// What was interned since the last sweep.
    young: Vec<Value>,
    generated: u64,
}

const EMPTY: u32 = 0;
const SMALLEST: usize = 1 << 10;

impl Default for Symbols {
    fn default() -> Symbols {
        Symbols {
            hashes: vec![EMPTY; SMALLEST],
            symbols: vec![Value::FALSE; SMALLEST],
            count: 0,
            young: Vec::new(),
            generated: 0,
        }
    }
}

impl Symbols {
    /// The symbol of this name.
    pub fn intern(&mut self, heap: &mut Heap, name: &str) -> Value {
        let hash = name_hash(name);
        let mut slot = self.home(hash);
        while self.hashes[slot] != EMPTY {
            let symbol = self.symbols[slot];
            if self.hashes[slot] == hash && self::name(heap, symbol) == name {
                return symbol;
            }
            slot = self.after(slot);
        }
        let symbol = allocate(heap, name, 0);
        self.insert(slot, hash, symbol);
        symbol
    }

    /// The symbol of this name, if there is one.
    pub fn find(&self, heap: &Heap, name: &str) -> Option<Value> {
        let hash = name_hash(name);
        let mut slot = self.home(hash);
        while self.hashes[slot] != EMPTY {
            let symbol = self.symbols[slot];
            if self.hashes[slot] == hash && self::name(heap, symbol) == name {
                return Some(symbol);
            }
            slot = self.after(slot);
        }
        None
    }

    /// A symbol that is not `eq?` to any other, named `prefix` and a number.
    pub fn generate(&mut self, heap: &mut Heap, prefix: &str) -> Value {
        self.generated += 1;
        uninterned(heap, &format!("{prefix}{}", self.generated))
    }

    /// How many symbols are interned.
    pub fn len(&self) -> usize {
        self.count
    }

    /// Whether no symbol is interned.
    pub fn is_empty(&self) -> bool {
        self.count == 0
    }

    /// Drops every symbol that is not marked: for a full collection. Costs the table's size.
    pub fn sweep(&mut self, is_marked: impl Fn(Value) -> bool) {
        self.young.clear();
        let kept: Vec<(u32, Value)> = std::iter::zip(&self.hashes, &self.symbols)
            .filter(|(hash, symbol)| **hash != EMPTY && is_marked(**symbol))
            .map(|(hash, symbol)| (*hash, *symbol))
            .collect();
        if kept.len() < self.count {
            self.rebuild(kept.len().saturating_mul(2), kept.into_iter());
        }
    }

    /// Drops the unmarked ones of the symbols interned since the last sweep: for a collection of
    /// young objects only. Costs their number.
    pub fn sweep_young(&mut self, is_marked: impl Fn(Value) -> bool) {
        for symbol in std::mem::take(&mut self.young) {
            if !is_marked(symbol) {
                self.remove(symbol);
            }
        }
    }

    fn home(&self, hash: u32) -> usize {
        hash as usize & (self.hashes.len() - 1)
    }

    fn after(&self, slot: usize) -> usize {
        (slot + 1) & (self.hashes.len() - 1)
    }

    fn insert(&mut self, slot: usize, hash: u32, symbol: Value) {
        self.hashes[slot] = hash;
        self.symbols[slot] = symbol;
        self.count += 1;
        self.young.push(symbol);
        if self.count > self.hashes.len() / 4 * 3 {
            let hashes = std::mem::take(&mut self.hashes);
            let symbols = std::mem::take(&mut self.symbols);
            let full = std::iter::zip(hashes, symbols).filter(|(hash, _)| *hash != EMPTY);
            self.rebuild(self.count * 2, full);
        }
    }

    /// Replaces the table by one with room for `room` symbols that holds `entries`.
    fn rebuild(&mut self, room: usize, entries: impl Iterator<Item = (u32, Value)>) {
        let size = room.max(SMALLEST).next_power_of_two();
        self.hashes = vec![EMPTY; size];
        self.symbols = vec![Value::FALSE; size];
        self.count = 0;
        for (hash, symbol) in entries {
            let mut slot = self.home(hash);
            while self.hashes[slot] != EMPTY {
                slot = self.after(slot);
            }
            self.hashes[slot] = hash;
            self.symbols[slot] = symbol;
            self.count += 1;
        }
    }

    fn remove(&mut self, symbol: Value) {
        let mut slot = self.home(self::hash(symbol));
        while self.symbols[slot] != symbol {
            if self.hashes[slot] == EMPTY {
                return;
            }
            slot = self.after(slot);
        }
        self.close_gap(slot);
        self.count -= 1;
    }

    /// Frees `gap`, moving back what probing would no longer find behind it.
    fn close_gap(&mut self, mut gap: usize) {
        let mask = self.hashes.len() - 1;
        let mut slot = self.after(gap);
        while self.hashes[slot] != EMPTY {
            let distance = slot.wrapping_sub(self.home(self.hashes[slot])) & mask;
            if distance >= slot.wrapping_sub(gap) & mask {
                self.hashes[gap] = self.hashes[slot];
                self.symbols[gap] = self.symbols[slot];
                gap = slot;
            }
            slot = self.after(slot);
        }
        self.hashes[gap] = EMPTY;
        self.symbols[gap] = Value::FALSE;
    }
}

/// The name of a symbol.
#[inline]
pub fn name(heap: &Heap, symbol: Value) -> &str {
    debug_assert!(symbol.is_a(Type::Symbol));
    let bytes = heap.bytes_of(symbol.field(1));
    // SAFETY: `allocate` is the only maker of symbols, and it copies the bytes of a `str`.
    unsafe { std::str::from_utf8_unchecked(bytes) }
}

/// The hash of a symbol's name: the same in every run.
#[inline]
pub fn hash(symbol: Value) -> u32 {
    symbol.field(0).fixnum_value() as u32
}

/// Whether a symbol is the one of its name.
pub fn is_interned(symbol: Value) -> bool {
    symbol.header().flags() & flag::UNINTERNED == 0
}

/// A symbol of this name that is not `eq?` to any other.
pub fn uninterned(heap: &mut Heap, name: &str) -> Value {
    allocate(heap, name, flag::UNINTERNED)
}

fn allocate(heap: &mut Heap, name: &str, flags: u8) -> Value {
    let bytes = heap.bytes(Type::Bytes, flag::IMMUTABLE, name.as_bytes());
    let symbol = heap.object(Type::Symbol, &[Value::fixnum(name_hash(name).into()), bytes]);
    if flags != 0 {
        heap.set_flags(symbol, flags);
    }
    symbol
}

fn name_hash(name: &str) -> u32 {
    (hash::bytes(name.as_bytes()) as u32).max(EMPTY + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_one_interned_symbol() {
        let (mut heap, mut symbols) = (Heap::new(1 << 30), Symbols::default());
        let made: Vec<Value> =
            (0..100_000).map(|n| symbols.intern(&mut heap, &format!("s{n}"))).collect();
        for (n, symbol) in made.iter().enumerate() {
            assert_eq!(symbols.intern(&mut heap, &format!("s{n}")), *symbol);
            assert_eq!(name(&heap, *symbol), format!("s{n}"));
        }
        assert_eq!(symbols.len(), 100_000);
    }

    #[test]
    fn generated_symbols_are_unlike_all_others() {
        let (mut heap, mut symbols) = (Heap::new(1 << 30), Symbols::default());
        let one = symbols.generate(&mut heap, "g");
        let named = symbols.intern(&mut heap, "g1");
        assert_eq!(name(&heap, one), "g1");
        assert_ne!(one, named);
        assert!(is_interned(named) && !is_interned(one));
    }

    #[test]
    fn sweeping_drops_what_is_not_marked() {
        let (mut heap, mut symbols) = (Heap::new(1 << 30), Symbols::default());
        let odd = |symbol: Value| (symbol.bits() >> 4) & 1 == 1;
        let first: Vec<Value> =
            (0..5_000).map(|n| symbols.intern(&mut heap, &format!("a{n}"))).collect();
        symbols.sweep(odd);
        let second: Vec<Value> =
            (0..5_000).map(|n| symbols.intern(&mut heap, &format!("b{n}"))).collect();
        symbols.sweep_young(odd);
        let kept: Vec<Value> = first.into_iter().chain(second).filter(|s| odd(*s)).collect();
        assert_eq!(symbols.len(), kept.len());
        for symbol in kept {
            assert_eq!(symbols.find(&heap, name(&heap, symbol)), Some(symbol));
        }
    }
}
