//! What the collector needs of the machine: its roots, its frames, its weak tables.

use super::stack::{Under, Walk};
use super::{Dynamic, Machine, continuation};
use crate::heap::{Collection, Heap, Marker, Roots};
use crate::layout::Type;
use crate::value::Value;

/// The machine without its heap.
struct Parts<'m> {
    roots: Vec<Value>,
    walk: Option<Walk>,
    symbols: &'m mut crate::symbol::Symbols,
    sources: &'m mut crate::source::Sources,
    ports: &'m mut crate::port::Ports,
    world: &'m mut crate::world::World,
    stores: &'m mut crate::level::store::Stores,
    codes: &'m mut Vec<Value>,
}

impl Roots for Parts<'_> {
    fn mark(&mut self, marker: &mut Marker) {
        marker.values(&self.roots);
        for frame in self.walk.take().into_iter().flatten() {
            frame.values(&mut |value| marker.value(value));
        }
    }

    fn mark_frames(&mut self, segment: Value, marker: &mut Marker) {
        marker.value(segment.field(0));
        for frame in continuation::whole_segment(segment) {
            frame.values(&mut |value| marker.value(value));
        }
    }

    fn mark_row(&mut self, handle: Value, marker: &mut Marker) {
        self.stores.row_values(handle, &mut |value| marker.value(value));
    }

    fn forget(&mut self, marker: &Marker) {
        self.symbols.sweep(|value| marker.is_marked(value));
        self.sources.sweep(|value| marker.is_marked(value));
        self.ports.sweep(self.world, |value| marker.is_marked(value));
        self.stores.sweep(|value| marker.is_marked(value));
        self.codes.retain(|code| marker.is_marked(*code));
    }
}

impl Machine {
    /// At a callee position: collects if a collection is due. Says whether memory is exhausted.
    pub(super) fn collect_if_due(&mut self) -> bool {
        if let Some(kind) = self.heap.should_collect() {
            self.collect(kind);
        }
        if self.heap.is_exhausted() {
            self.collect(Collection::Major);
            if self.heap.is_exhausted() {
                self.heap.use_reserve();
                return true;
            }
        }
        false
    }

    /// At a callee position: collects.
    pub fn collect(&mut self, kind: Collection) {
        let (heap, mut parts) = self.parts();
        heap.collect(kind, &mut parts);
        self.heap.keeps_outside(self.stores.bytes());
    }

    /// Directly after a collection: fails if something in reach is no value.
    pub(super) fn verify(&mut self) {
        let (heap, mut parts) = self.parts();
        if let Err(corruption) = heap.verify(&mut parts) {
            panic!("{corruption:x?}");
        }
    }

    fn parts(&mut self) -> (&mut Heap, Parts<'_>) {
        let roots = self.root_values();
        let walk = Some(self.frames());
        let Machine { heap, symbols, sources, ports, world, stores, codes, .. } = self;
        (heap, Parts { roots, walk, symbols, sources, ports, world, stores, codes })
    }

    /// Has the next poll make a major collection.
    pub(super) fn request_major_collection(&mut self) {
        self.collect(Collection::Major);
    }

    fn root_values(&self) -> Vec<Value> {
        let Dynamic { handlers, bindings, winders, host } = self.dynamic;
        let Under { segment, .. } = self.under;
        let mut roots = vec![handlers, bindings, winders, host, segment];
        roots.extend([self.standard_input, self.standard_output, self.standard_error]);
        roots.extend([self.input_port, self.output_port, self.error_port]);
        roots.extend(self.port_parameters);
        roots.extend(self.roots.iter().copied());
        roots.extend(self.stubs.roots());
        roots.extend(self.globals.iter().flat_map(|globals| globals.roots()));
        roots.extend(self.expander.aliases.iter().copied());
        roots.extend(self.stores.roots());
        roots
    }

    /// Notes a code object, so that it can be retired.
    pub fn register_code(&mut self, code: Value) {
        debug_assert!(code.is_a(Type::Code));
        self.codes.push(code);
    }

    /// The codes that have versions.
    pub fn registered_codes(&self) -> Vec<Value> {
        self.codes.clone()
    }
}
