//! The heap against a model that copies everything at each snapshot.

use super::*;
use crate::heap::SnapshotId;
use crate::layout::Type;
use std::collections::HashMap;

#[derive(Clone, Copy, PartialEq, Debug)]
enum Word {
    Number(i64),
    Object(usize),
}

/// An object: its type, its words, its raw words or bytes.
#[derive(Clone, Debug)]
struct Model {
    kind: Kind,
    words: Vec<Word>,
    raw: Vec<u8>,
    flags: u8,
}

#[derive(Clone, Copy, PartialEq, Debug)]
enum Kind {
    Pair,
    Vector,
    Version,
    Frames,
    Bytes,
}

#[derive(Clone, Default)]
struct World {
    objects: HashMap<usize, Model>,
    registers: Vec<Word>,
}

struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % bound
    }
}

struct Run {
    heap: Heap,
    roots: TestRoots,
    world: World,
    snapshots: Vec<(SnapshotId, World)>,
    /// What is outside of time.
    timeless: HashMap<usize, Model>,
    random: Random,
    made: usize,
}

const REGISTERS: usize = 5;

impl Run {
    fn new(seed: u64) -> Run {
        let roots = TestRoots { values: vec![Value::fixnum(0); REGISTERS], ..Default::default() };
        let world = World { objects: HashMap::new(), registers: vec![Word::Number(0); REGISTERS] };
        let random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        let (snapshots, timeless) = Default::default();
        Run { heap: heap(), roots, world, snapshots, timeless, random, made: 0 }
    }

    /// Walks the heap beside the model; gives what is reachable, and forgets the rest of the model.
    fn check(&mut self) -> Vec<(usize, Value)> {
        let mut found: HashMap<usize, Value> = HashMap::new();
        let mut order = Vec::new();
        let mut pending: Vec<(Word, Value)> =
            self.world.registers.iter().copied().zip(self.roots.values.iter().copied()).collect();
        while let Some((word, value)) = pending.pop() {
            let id = match word {
                Word::Number(n) => {
                    assert_eq!(value.as_fixnum(), Some(n));
                    continue;
                }
                Word::Object(id) => id,
            };
            if let Some(known) = found.insert(id, value) {
                assert_eq!(known, value, "identity");
                continue;
            }
            order.push((id, value));
            let model = &self.world.objects[&id];
            let words = (0..model.words.len()).map(|i| read(model, value, i));
            pending.extend(model.words.iter().copied().zip(words));
            check_rest(&self.heap, model, value);
        }
        self.world.objects.retain(|id, _| found.contains_key(id));
        order
    }

    fn any_word(&mut self, reachable: &[(usize, Value)]) -> (Word, Value) {
        if reachable.is_empty() || self.random.below(4) == 0 {
            let n = self.random.below(1000) as i64;
            return (Word::Number(n), Value::fixnum(n));
        }
        let (id, value) = reachable[self.random.below(reachable.len())];
        (Word::Object(id), value)
    }

    fn make(&mut self, reachable: &[(usize, Value)]) -> (Word, Value) {
        let kinds =
            [Kind::Pair, Kind::Pair, Kind::Vector, Kind::Version, Kind::Frames, Kind::Bytes];
        let kind = kinds[self.random.below(6)];
        let count = match kind {
            Kind::Pair => 2,
            Kind::Vector => [0, 1, 2, 5, 40, 600, 5000][self.random.below(7)],
            Kind::Version => 5,
            Kind::Frames => self.random.below(30),
            Kind::Bytes => 0,
        };
        let (words, values): (Vec<Word>, Vec<Value>) =
            (0..count).map(|_| self.any_word(reachable)).unzip();
        let raw = match kind {
            Kind::Pair | Kind::Vector => 0,
            Kind::Version | Kind::Frames => 8 * self.random.below(6),
            Kind::Bytes => [0, 3, 16, 500, 40_000][self.random.below(5)],
        };
        let model = Model { kind, words, raw: vec![0xf7; raw], flags: 0 };
        let value = build(&mut self.heap, &model, &values);
        self.made += 1;
        if kind == Kind::Version {
            self.timeless.insert(self.made, model.clone());
        }
        self.world.objects.insert(self.made, model);
        (Word::Object(self.made), value)
    }

    fn mutate(&mut self, reachable: &[(usize, Value)]) {
        let Some(limit) = reachable.len().checked_sub(1) else { return };
        let (id, object) = reachable[self.random.below(limit + 1)];
        let (word, value) = self.any_word(reachable);
        let byte = self.random.below(256) as u8;
        let place = self.random.below(1 << 20);
        let Some(model) = self.world.objects.get_mut(&id) else { return };
        // What is outside of time refers to nothing that is younger than itself.
        let number = (Word::Number(place as i64), Value::fixnum(place as i64));
        let (word, value) = if model.kind == Kind::Version { number } else { (word, value) };
        if !model.words.is_empty() && (model.raw.is_empty() || byte < 128) {
            let i = place % model.words.len();
            model.words[i] = word;
            write(&mut self.heap, model, object, i, value);
        } else if model.kind == Kind::Bytes && !model.raw.is_empty() {
            let start = place % model.raw.len();
            let len = (byte as usize).min(model.raw.len() - start);
            model.raw[start..start + len].fill(byte);
            self.heap.write_bytes(object, start, &vec![byte; len]);
            model.flags = byte;
            self.heap.set_flags(object, byte);
        } else if !model.raw.is_empty() {
            let i = place % (model.raw.len() / 8);
            model.raw[8 * i..8 * i + 8].fill(byte);
            let index = first_raw(model) + i;
            self.heap.set_raw(object, index, u64::from_le_bytes([byte; 8]));
        }
        if let Some(timeless) = self.timeless.get_mut(&id) {
            timeless.clone_from(model);
        }
    }

    fn restore(&mut self, which: usize) {
        let (id, world) = self.snapshots[which].clone();
        let left = self.heap.restore(id, self.roots.values.clone()).unwrap();
        let before = std::mem::replace(&mut self.world, world);
        for (id, model) in &mut self.world.objects {
            if let Some(timeless) = self.timeless.get(id) {
                model.clone_from(timeless);
            }
        }
        self.snapshots.push((left, before));
        self.roots.values = self.heap.snapshot_roots(id).unwrap().to_vec();
    }

    fn step(&mut self) {
        let reachable = self.check();
        match self.random.below(40) {
            0..12 => {
                let (word, value) = self.make(&reachable);
                let register = self.random.below(REGISTERS);
                self.world.registers[register] = word;
                self.roots.values[register] = value;
            }
            12..28 => self.mutate(&reachable),
            28..30 => {
                let id = self.heap.snapshot(self.roots.values.clone());
                self.snapshots.push((id, self.world.clone()));
            }
            30..32 if !self.snapshots.is_empty() => {
                let which = self.random.below(self.snapshots.len());
                self.restore(which);
            }
            32..35 if !self.snapshots.is_empty() => {
                let which = self.random.below(self.snapshots.len());
                let (id, _) = self.snapshots.swap_remove(which);
                self.heap.drop_snapshot(id);
                assert!(self.heap.restore(id, Vec::new()).is_none());
            }
            35..38 => collect(&mut self.heap, Collection::Minor, &mut self.roots),
            38 => collect(&mut self.heap, Collection::Major, &mut self.roots),
            _ => _ = count_down(&mut self.heap, 3000),
        }
    }

    fn finish(mut self) {
        for which in 0..self.snapshots.len() {
            self.restore(which);
            self.check();
            let kind = if which % 2 == 0 { Collection::Minor } else { Collection::Major };
            collect(&mut self.heap, kind, &mut self.roots);
        }
        for (id, _) in std::mem::take(&mut self.snapshots) {
            self.heap.drop_snapshot(id);
        }
        self.check();
        self.roots.values.clear();
        collect(&mut self.heap, Collection::Major, &mut self.roots);
        assert_eq!(self.heap.statistics().occupied, 0);
    }
}

fn first_raw(model: &Model) -> usize {
    model.words.len() + (model.kind == Kind::Frames) as usize
}

fn build(heap: &mut Heap, model: &Model, values: &[Value]) -> Value {
    let raw = model
        .raw
        .chunks_exact(8)
        .map(|chunk| Value::from_bits(chunk.iter().fold(0, |word, byte| word << 8 | *byte as u64)));
    let fields: Vec<Value> = values.iter().copied().chain(raw).collect();
    match model.kind {
        Kind::Pair => heap.cons(values[0], values[1]),
        Kind::Vector => heap.object(Type::Vector, &fields),
        Kind::Version => heap.object(Type::Version, &fields),
        Kind::Frames => {
            let count = Value::fixnum(values.len() as i64);
            heap.object(Type::Segment, &[&[count], &fields[..]].concat())
        }
        Kind::Bytes => heap.bytes(Type::Bytes, 0, &model.raw),
    }
}

fn read(model: &Model, object: Value, i: usize) -> Value {
    match model.kind {
        Kind::Pair => [object.car(), object.cdr()][i],
        Kind::Frames => object.field(i + 1),
        Kind::Vector | Kind::Version | Kind::Bytes => object.field(i),
    }
}

fn write(heap: &mut Heap, model: &Model, object: Value, i: usize, value: Value) {
    match (model.kind, i) {
        (Kind::Pair, 0) => heap.set_car(object, value),
        (Kind::Pair, _) => heap.set_cdr(object, value),
        (Kind::Frames, _) => heap.set_field(object, i + 1, value),
        (Kind::Vector | Kind::Version | Kind::Bytes, _) => heap.set_field(object, i, value),
    }
}

fn check_rest(heap: &Heap, model: &Model, object: Value) {
    if model.kind == Kind::Bytes {
        assert!(heap.bytes_of(object) == model.raw);
        assert_eq!(object.header().flags(), model.flags);
        return;
    }
    for (i, chunk) in model.raw.chunks_exact(8).enumerate() {
        assert_eq!(object.field(first_raw(model) + i).bits().to_le_bytes(), chunk);
    }
}

/// What is aged has, at a snapshot from before it was made, the contents with which it was aged.
#[test]
fn what_is_aged_was_always_there() {
    let mut heap = heap();
    let mut roots = TestRoots { values: vec![Value::NIL; 2], ..Default::default() };
    let before = heap.snapshot(Vec::new());
    for index in 0..2 {
        let pair = heap.cons(Value::fixnum(1), Value::NIL);
        heap.set_car(pair, Value::fixnum(2));
        heap.age(pair);
        roots.values[index] = pair;
    }
    collect(&mut heap, Collection::Minor, &mut roots);
    let pair = roots.values[0];
    heap.set_car(pair, Value::fixnum(3));
    let between = heap.snapshot(Vec::new());
    heap.set_car(pair, Value::fixnum(4));
    let contents =
        |roots: &TestRoots| roots.values.iter().map(|pair| pair.car()).collect::<Vec<_>>();
    let left = heap.restore(before, Vec::new()).unwrap();
    assert_eq!(contents(&roots), [Value::fixnum(2); 2]);
    heap.set_car(roots.values[1], Value::fixnum(5));
    heap.restore(left, Vec::new()).unwrap();
    assert_eq!(contents(&roots), [Value::fixnum(4), Value::fixnum(2)]);
    heap.restore(between, Vec::new()).unwrap();
    collect(&mut heap, Collection::Major, &mut roots);
    assert_eq!(contents(&roots), [Value::fixnum(3), Value::fixnum(2)]);
}

#[test]
fn restoring_is_exact() {
    for seed in 0..60 {
        let mut run = Run::new(seed);
        for _ in 0..400 {
            run.step();
        }
        run.finish();
    }
}

#[test]
fn epochs_wrap_between_snapshots() {
    for seed in 1000..1010 {
        let mut run = Run::new(seed);
        for _ in 0..60 {
            (0..10).for_each(|_| run.step());
            for _ in 0..run.random.below(60) {
                run.heap.collect(Collection::Minor, &mut run.roots);
            }
        }
        run.finish();
    }
}

#[test]
fn a_snapshot_taken_and_dropped_again_and_again_leaves_nothing() {
    let mut heap = heap();
    let vector = heap.words(Type::Vector, 100, Value::fixnum(0));
    let mut roots = TestRoots { values: vec![vector], ..Default::default() };
    let first = heap.snapshot(roots.values.clone());
    for round in 0..20_000 {
        let inner = heap.snapshot(roots.values.clone());
        let fresh = heap.cons(Value::fixnum(round), Value::NIL);
        heap.set_field(vector, round as usize % 100, fresh);
        heap.drop_snapshot(inner);
        if let Some(kind) = heap.should_collect() {
            heap.collect(kind, &mut roots);
        }
    }
    collect(&mut heap, Collection::Major, &mut roots);
    assert!(heap.statistics().occupied < 1 << 20, "{:?}", heap.statistics());
    heap.restore(first, roots.values.clone());
    assert!((0..100).all(|i| vector.field(i) == Value::fixnum(0)));
}

#[test]
fn a_granule_logged_again_and_again_is_kept_once() {
    let mut heap = heap();
    let vector = heap.words(Type::Vector, 100, Value::fixnum(0));
    let first = heap.snapshot(Vec::new());
    for round in 0..100_000 {
        let inner = heap.snapshot(Vec::new());
        heap.set_field(vector, round % 100, Value::fixnum(round as i64));
        let left = heap.restore(inner, Vec::new()).unwrap();
        heap.set_field(vector, (round + 1) % 100, Value::fixnum(-1));
        heap.drop_snapshot(left);
        heap.drop_snapshot(inner);
    }
    let mut roots = TestRoots { values: vec![vector], ..Default::default() };
    collect(&mut heap, Collection::Major, &mut roots);
    assert!(heap.statistics().occupied < 1 << 17, "{:?}", heap.statistics());
    heap.restore(first, Vec::new());
    assert!((0..100).all(|i| vector.field(i) == Value::fixnum(0)));
}

#[test]
fn a_young_object_that_only_a_log_holds_survives() {
    let mut heap = heap();
    let vector = heap.words(Type::Vector, 1, Value::NIL);
    let mut roots = TestRoots { values: vec![vector], ..Default::default() };
    let before = heap.snapshot(Vec::new());
    heap.set_field(vector, 0, Value::TRUE);
    collect(&mut heap, Collection::Minor, &mut roots);
    let young = count_down(&mut heap, 10);
    heap.set_field(vector, 0, young);
    let left = heap.restore(before, Vec::new()).unwrap();
    assert!(vector.field(0).is_nil());
    collect(&mut heap, Collection::Minor, &mut roots);
    count_down(&mut heap, 10_000);
    heap.restore(left, Vec::new());
    assert_counts_down(vector.field(0), 10);
}

#[test]
fn young_objects_and_repeated_writes_are_not_logged() {
    let mut heap = heap();
    let old = heap.words(Type::Vector, 100_000, Value::NIL);
    let mut roots = TestRoots { values: vec![old], ..Default::default() };
    // Two holes are open, of 8720 and 8752 bytes.
    heap.cons(Value::NIL, Value::NIL);
    heap.words(Type::Vector, 3001, Value::NIL);
    heap.words(Type::Vector, 3001, Value::NIL);
    heap.snapshot(roots.values.clone());
    let used = heap.statistics().occupied;
    let pair = heap.cons(Value::NIL, Value::NIL);
    let vectors = [(); 2].map(|()| heap.words(Type::Vector, 1000, Value::NIL));
    heap.set_car(pair, Value::TRUE);
    vectors.iter().for_each(|vector| heap.set_field(*vector, 500, Value::TRUE));
    assert_eq!(heap.statistics().occupied, used);
    collect(&mut heap, Collection::Minor, &mut roots);
    let before = heap.statistics().occupied;
    for round in 0..1000 {
        heap.set_field(old, 7, Value::fixnum(round));
        let young = heap.cons(Value::NIL, Value::NIL);
        (0..100).for_each(|n| heap.set_car(young, Value::fixnum(n)));
        collect(&mut heap, Collection::Minor, &mut roots);
    }
    assert!(heap.statistics().occupied <= before + 100, "one granule was logged, once");
}
