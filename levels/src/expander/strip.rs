//! Aliases back to symbols, in data that is quoted, printed or handed to a program.

use super::scope::symbol_of;
use crate::condition::Outcome;
use crate::environment::WordHasher;
use crate::layout::Type;
use crate::machine::Machine;
use crate::value::Value;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;

type WordMap<T> = HashMap<Value, T, BuildHasherDefault<WordHasher>>;
type WordSet = HashSet<Value, BuildHasherDefault<WordHasher>>;

/// How many objects the first look may visit before it starts to remember them.
const UNREMEMBERED: usize = 256;

/// `datum` with every alias in its pairs and vectors replaced by its symbol. What holds none is
/// shared, shared parts stay shared, circular data is fine. Linear in the data; an error only if
/// the copies do not fit in memory.
pub fn strip(m: &mut Machine, datum: Value) -> Outcome {
    if datum.is_a(Type::Alias) {
        return Ok(symbol_of(datum));
    }
    if !is_compound(datum) || !holds_alias(datum, &mut m.expander.plain) {
        return Ok(datum);
    }
    let graph = Graph::of(datum);
    let changed = graph.reaching_aliases();
    m.heap.reserve(changed.iter().map(|node| parts(*node).count() * 8 + 16).sum())?;
    copy(m, datum, &changed)
}

fn is_compound(value: Value) -> bool {
    value.is_pair() || value.is_vector()
}

fn parts(value: Value) -> impl Iterator<Item = Value> {
    let (pair, len) = match value.is_pair() {
        true => (Some([value.car(), value.cdr()]), 0),
        false => (None, value.vector_len()),
    };
    pair.into_iter().flatten().chain((0..len).map(move |index| value.field(index)))
}

/// Pairs and vectors from which no alias can be reached, as far as larger data was looked at since
/// the last collection. No program gets hold of an alias, so that this stays true of what it
/// changes. What is quoted in what was quoted is not looked at again and again.
#[derive(Default)]
pub struct Plain(WordSet);

impl Plain {
    /// Forgets everything: objects may go, and others come to lie in their places.
    pub fn clear(&mut self) {
        self.0 = WordSet::default();
    }
}

/// Whether an alias can be reached. Visits small data without remembering where it has been.
fn holds_alias(datum: Value, plain: &mut Plain) -> bool {
    let mut pending = vec![datum];
    let mut seen = WordSet::default();
    let mut visits = 0;
    while let Some(next) = pending.pop() {
        visits += 1;
        if plain.0.contains(&next) || visits > UNREMEMBERED && !seen.insert(next) {
            continue;
        }
        for part in parts(next) {
            if part.is_a(Type::Alias) {
                return true;
            }
            if is_compound(part) {
                pending.push(part);
            }
        }
    }
    if plain.0.is_empty() {
        plain.0 = seen;
    } else {
        plain.0.extend(seen);
    }
    false
}

/// The pairs and vectors of a datum, each with those that hold it.
#[derive(Default)]
struct Graph {
    holders: WordMap<Vec<Value>>,
    with_alias: Vec<Value>,
}

impl Graph {
    fn of(datum: Value) -> Graph {
        let mut graph = Graph::default();
        graph.holders.insert(datum, Vec::new());
        let mut pending = vec![datum];
        while let Some(next) = pending.pop() {
            for part in parts(next) {
                if part.is_a(Type::Alias) {
                    graph.with_alias.push(next);
                } else if is_compound(part) {
                    let holders = graph.holders.entry(part).or_insert_with(|| {
                        pending.push(part);
                        Vec::new()
                    });
                    holders.push(next);
                }
            }
        }
        graph
    }

    fn reaching_aliases(&self) -> WordSet {
        let mut changed = WordSet::default();
        let mut pending = self.with_alias.clone();
        while let Some(next) = pending.pop() {
            if changed.insert(next) {
                pending.extend(self.holders.get(&next).into_iter().flatten());
            }
        }
        changed
    }
}

fn copy(m: &mut Machine, datum: Value, changed: &WordSet) -> Outcome {
    let mut copies: WordMap<Value> = WordMap::default();
    for node in changed {
        let blank = match node.is_pair() {
            true => m.heap.cons(Value::NIL, Value::NIL),
            false => blank_vector(m, *node),
        };
        copies.insert(*node, blank);
    }
    let stripped = |part: Value| match copies.get(&part) {
        Some(copy) => *copy,
        None if part.is_a(Type::Alias) => symbol_of(part),
        None => part,
    };
    for (node, blank) in &copies {
        if node.is_pair() {
            m.heap.set_car(*blank, stripped(node.car()));
            m.heap.set_cdr(*blank, stripped(node.cdr()));
            continue;
        }
        for (index, part) in parts(*node).enumerate() {
            m.heap.init_field(*blank, index, stripped(part));
        }
    }
    Ok(stripped(datum))
}

/// A vector of this one's length, a literal if this one is.
fn blank_vector(m: &mut Machine, vector: Value) -> Value {
    let blank = m.heap.words(Type::Vector, vector.vector_len(), Value::NIL);
    m.heap.set_flags(blank, vector.header().flags());
    blank
}

#[cfg(test)]
mod tests {
    use super::super::scope::new_alias;
    use super::*;
    use crate::layout::flag;

    #[test]
    fn shares_what_holds_no_alias() {
        let mut m = Machine::new(1 << 24);
        let x = m.intern("x");
        let alias = new_alias(&mut m.heap, x, Value::NIL);
        let alias = new_alias(&mut m.heap, alias, Value::NIL);
        let plain = m.heap.list(&[x, x]);
        let vector = m.heap.object(Type::Vector, &[alias, plain]);
        m.heap.set_flags(vector, flag::IMMUTABLE);
        let datum = m.heap.list(&[vector, plain]);
        let result = strip(&mut m, datum).unwrap();
        assert_eq!(result.cdr(), datum.cdr());
        assert_eq!(result.car().field(0), x);
        assert_eq!(result.car().header(), vector.header());
        assert_eq!(result.car().field(1), plain);
        assert_eq!(strip(&mut m, plain).unwrap(), plain);
        assert_eq!(strip(&mut m, alias).unwrap(), x);
    }

    #[test]
    fn follows_cycles_and_long_lists() {
        let mut m = Machine::new(1 << 30);
        let x = m.intern("x");
        let alias = new_alias(&mut m.heap, x, Value::NIL);
        let datum = m.heap.list(&[Value::TRUE, alias]);
        m.heap.set_cdr(datum.cdr(), datum);
        let result = strip(&mut m, datum).unwrap();
        assert!(result != datum && result.cdr().cdr() == result && result.cdr().car() == x);
        let ring = m.heap.list(&[Value::TRUE, Value::FALSE]);
        m.heap.set_cdr(ring.cdr(), ring);
        assert_eq!(strip(&mut m, ring).unwrap(), ring);
        let mut deep = alias;
        for _ in 0..200_000 {
            deep = m.heap.cons(deep, Value::NIL);
        }
        let mut result = strip(&mut m, deep).unwrap();
        while result.is_pair() {
            result = result.car();
        }
        assert_eq!(result, x);
    }
}
