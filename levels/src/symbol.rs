//! Interned symbols.

use crate::heap::Heap;
use crate::layout::Type;
use crate::value::Value;
use std::collections::HashMap;

/// The table of interned symbols.
#[derive(Default)]
pub struct Symbols {
    table: HashMap<Box<str>, Value>,
}

impl Symbols {
    /// The symbol of this name.
    pub fn intern(&mut self, heap: &mut Heap, name: &str) -> Value {
        if let Some(symbol) = self.table.get(name) {
            return *symbol;
        }
        let bytes = heap.bytes(Type::Bytes, 0, name.as_bytes());
        let symbol = heap.object(Type::Symbol, &[Value::fixnum(0), bytes]);
        self.table.insert(name.into(), symbol);
        symbol
    }
}

/// The name of a symbol.
pub fn name(heap: &Heap, symbol: Value) -> &str {
    std::str::from_utf8(heap.bytes_of(symbol.field(1))).unwrap_or("")
}
