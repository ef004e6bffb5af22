//! What the collector needs of the machine: its roots, its frames, its weak tables.

use super::stack::{Under, Walk};
use super::{Dynamic, Machine, continuation};
use crate::environment::Globals;
use crate::heap::{Collection, Heap, Marker, Roots};
use crate::layout::Type;
use crate::value::Value;

/// The codes that have versions, weakly.
#[derive(Default)]
pub struct Codes {
    all: Vec<Value>,
    /// How many of them the last collection left.
    old: usize,
}

impl Codes {
    fn sweep(&mut self, is_marked: impl Fn(Value) -> bool) {
        self.all.retain(|code| is_marked(*code));
        self.old = self.all.len();
    }

    fn sweep_young(&mut self, is_marked: impl Fn(Value) -> bool) {
        let young = self.all.split_off(self.old);
        self.all.extend(young.into_iter().filter(|code| is_marked(*code)));
        self.old = self.all.len();
    }
}

/// The machine without its heap.
struct Parts<'m> {
    roots: Vec<Value>,
    walk: Option<Walk>,
    symbols: &'m mut crate::symbol::Symbols,
    sources: &'m mut crate::source::Sources,
    ports: &'m mut crate::port::Ports,
    world: &'m mut crate::world::World,
    stores: &'m mut crate::level::store::Stores,
    moments: &'m mut super::time::Moments,
    codes: &'m mut Codes,
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

    fn forget(&mut self, kind: Collection, marker: &Marker) {
        let is_marked = |value| marker.is_marked(value);
        self.moments.sweep(is_marked);
        match kind {
            Collection::Minor => {
                self.symbols.sweep_young(is_marked);
                self.sources.sweep_young(is_marked);
                self.ports.sweep_young(self.world, is_marked);
                self.stores.sweep_young(is_marked);
                self.codes.sweep_young(is_marked);
            }
            Collection::Major => {
                self.symbols.sweep(is_marked);
                self.sources.sweep(is_marked);
                self.ports.sweep(self.world, is_marked);
                self.stores.sweep(is_marked);
                self.codes.sweep(is_marked);
            }
        }
    }
}

impl Machine {
    /// At a callee position: collects if a collection is due. Where memory is exhausted, says how often
    /// it was while the reserve has been in use.
    pub(super) fn collect_if_due(&mut self) -> Option<u32> {
        if let Some(kind) = self.heap.should_collect() {
            self.collect(kind);
        }
        if self.heap.is_exhausted() {
            self.collect(Collection::Major);
            if self.heap.is_exhausted() && (self.give_up_snapshots() | self.recall.forget()) {
                self.collect(Collection::Major);
            }
            if self.heap.is_exhausted() {
                return Some(self.heap.use_reserve());
            }
        }
        None
    }

    /// At a callee position: collects.
    pub fn collect(&mut self, kind: Collection) {
        self.expander.forget();
        let roots = match kind {
            Collection::Minor => self.young_roots(),
            Collection::Major => self.root_values(),
        };
        let (heap, mut parts) = self.parts_with(roots);
        heap.collect(kind, &mut parts);
        self.moments.take_gone().into_iter().for_each(|id| self.heap.drop_snapshot(id));
        self.globals.iter_mut().for_each(Globals::settle);
        let outside = self.stores.bytes() + self.ports.bytes() + self.sources.bytes();
        self.heap.keeps_outside(outside);
    }

    /// Directly after a collection.
    ///
    /// # Panics
    /// If something in reach is no value.
    pub fn verify(&mut self) {
        let (heap, mut parts) = self.parts();
        if let Err(corruption) = heap.verify(&mut parts) {
            panic!("{corruption:x?}");
        }
    }

    /// A digest of the contents of everything in reach of `values`: see `Heap::digest`.
    pub(super) fn digest(&mut self, values: &[Value]) -> u64 {
        let (heap, mut parts) = self.parts();
        heap.digest(values, &mut parts)
    }

    /// At a callee position: everything that the machine needs to go on from here.
    pub(super) fn present_roots(&self) -> Vec<Value> {
        let mut roots = self.root_values();
        self.frames().for_each(|frame| frame.values(&mut |value| roots.push(value)));
        roots
    }

    fn parts(&mut self) -> (&mut Heap, Parts<'_>) {
        let roots = self.root_values();
        self.parts_with(roots)
    }

    fn parts_with(&mut self, roots: Vec<Value>) -> (&mut Heap, Parts<'_>) {
        let walk = Some(self.frames());
        let Machine { heap, symbols, sources, ports, world, stores, moments, codes, .. } = self;
        (heap, Parts { roots, walk, symbols, sources, ports, world, stores, moments, codes })
    }

    /// At a callee position: collects all garbage; these values are none. What is only recalled is
    /// garbage, too, where there is no room for the bytes `wanted` otherwise.
    pub(super) fn collect_keeping(&mut self, values: &[Value], wanted: usize) {
        let kept = self.roots.len();
        self.roots.extend(values);
        self.collect(Collection::Major);
        if self.heap.room() < wanted && (self.give_up_snapshots() | self.recall.forget()) {
            self.collect(Collection::Major);
        }
        self.roots.truncate(kept);
    }

    fn root_values(&self) -> Vec<Value> {
        let mut roots = self.own_roots();
        roots.extend(self.globals.iter().flat_map(Globals::roots));
        roots
    }

    /// The roots that may refer to young objects: there may be many names that do not.
    fn young_roots(&self) -> Vec<Value> {
        let mut roots = self.own_roots();
        roots.extend(self.globals.iter().flat_map(Globals::young_roots));
        roots
    }

    /// The roots but for the globals.
    fn own_roots(&self) -> Vec<Value> {
        let Dynamic { handlers, bindings, winders, host } = self.dynamic;
        let Under { segment, .. } = self.under;
        let mut roots = vec![handlers, bindings, winders, host, segment];
        roots.extend([self.standard_input, self.standard_output, self.standard_error]);
        roots.extend([self.input_port, self.output_port, self.error_port]);
        roots.extend(self.port_parameters);
        roots.extend(self.roots.iter().copied());
        roots.extend(self.stubs.roots());
        roots.extend(self.expander.roots());
        roots.extend(self.stores.roots());
        roots.extend(self.recall.roots());
        roots.extend(self.light.roots());
        roots.extend(self.moments.roots());
        roots
    }

    /// Notes a code object, so that it can be retired.
    pub fn register_code(&mut self, code: Value) {
        debug_assert!(code.is_a(Type::Code));
        self.codes.all.push(code);
    }

    /// The codes that have versions.
    pub fn registered_codes(&self) -> Vec<Value> {
        self.codes.all.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compiler::compile_form;
    use crate::environment::{UNIVERSE, globals};
    use crate::source::Span;

    /// Puts a symbol, a form with a span and a code into the weak tables. All hang on the pair.
    fn entries(m: &mut Machine, name: &str) -> Value {
        let symbol = m.intern(name);
        let form = m.heap.list(&[Value::fixnum(1), Value::fixnum(2)]);
        let source = m.sources.add(name, "(1 2)");
        m.sources.record_form(form, Span { source, start: 0, end: 5 });
        let scope = globals(m, UNIVERSE).scope;
        let code = compile_form(m, form, scope).unwrap();
        m.heap.list(&[form, code, symbol])
    }

    /// Which of these entries the tables still hold: the symbols by name, the numbers of spans and
    /// codes since there were `codes`.
    fn held(m: &Machine, names: &[&str], codes: usize) -> (Vec<bool>, usize) {
        let symbols = names.iter().map(|name| m.symbols.find(&m.heap, name).is_some());
        (symbols.collect(), m.codes.all.len() - codes)
    }

    #[test]
    fn weak_tables_forget_the_young_in_every_collection_and_the_old_in_full_ones() {
        let m = &mut Machine::new(1 << 30);
        let codes = m.codes.all.len();
        let names = ["weak-dead", "weak-aged", "weak-kept"];
        let [_, aged, kept] = names.map(|name| entries(m, name));
        m.roots.extend([aged, kept]);
        assert_eq!(held(m, &names, codes), (vec![true; 3], 3));
        m.collect(Collection::Minor);
        assert_eq!(held(m, &names, codes), (vec![false, true, true], 2));
        assert!(m.sources.form_span(aged.car()).is_some());
        m.roots.retain(|root| *root != aged);
        m.collect(Collection::Minor);
        assert_eq!(held(m, &names, codes), (vec![false, true, true], 2));
        m.collect(Collection::Major);
        assert_eq!(held(m, &names, codes), (vec![false, false, true], 1));
        assert!(m.sources.form_span(kept.car()).is_some());
    }

    #[test]
    fn what_is_registered_again_when_old_stays() {
        let m = &mut Machine::new(1 << 30);
        let kept = entries(m, "weak-kept");
        m.roots.push(kept);
        m.collect(Collection::Minor);
        m.register_code(kept.cdr().car());
        m.sources.copy_span(kept.car(), kept.car());
        m.collect(Collection::Minor);
        assert!(m.codes.all.iter().filter(|code| **code == kept.cdr().car()).count() == 2);
        assert!(m.sources.form_span(kept.car()).is_some());
    }

    /// What a recursion leaves behind on its way back, where no poll comes by.
    #[test]
    fn garbage_does_not_pile_up_while_a_recursion_returns() {
        let programs = [
            ("(define (f n) (if (= n 0) 1 (* n (f (- n 1)))))", 12_000),
            ("(define (f n) (if (= n 0) \"\" (string-append (f (- n 1)) \"0123456789\")))", 8_000),
            ("(define (f n) (if (= n 0) '() (append (f (- n 1)) (list n))))", 4_000),
        ];
        for (text, depth) in programs {
            let m = &mut Machine::new(1 << 30);
            crate::compiler::unread::define(m, "text.scm", text).unwrap();
            let f = m.global_value(UNIVERSE, "f");
            let _ = m.enter_call(f, &[Value::fixnum(depth)]);
            assert!(matches!(m.run(), crate::machine::Event::Finished(_)), "{text}");
            assert!(m.heap.statistics().peak < 60 << 20, "{text}: {:?}", m.heap.statistics());
        }
    }
}
