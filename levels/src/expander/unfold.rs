//! How large a datum is when it is walked as a tree, shared parts counted each time.

use super::scope::{is_identifier, symbol_of};
use crate::environment::WordHasher;
use crate::machine::Machine;
use crate::value::Value;
use std::collections::{HashMap, HashSet};
use std::hash::BuildHasherDefault;

enum Task {
    Enter(Value),
    Leave(Value),
}

/// The number of data in `datum`, itself included, a shared part counting each time it is reached;
/// `None` if a pair or vector holds itself. Linear in the datum as it lies in memory.
pub fn unfolded_size(datum: Value) -> Option<usize> {
    size(datum, usize::MAX, |_| false)
}

/// The number of pairs and vectors in `datum`, each counted once.
pub fn count_nodes(datum: Value) -> usize {
    let mut seen: HashSet<Value, BuildHasherDefault<WordHasher>> = HashSet::default();
    let mut pending = vec![datum];
    while let Some(node) = pending.pop() {
        if (node.is_pair() || node.is_vector()) && seen.insert(node) {
            pending.extend(parts(node));
        }
    }
    seen.len()
}

/// Whether a pair or vector of `code` holds itself, elsewhere than in what is quoted. Looks at the
/// first thousand or so only: circles are drawn by hand, and long code is asked about often.
pub fn is_circular_code(m: &mut Machine, code: Value) -> bool {
    let quote = m.intern("quote");
    let is_quote = |head: Value| is_identifier(head) && symbol_of(head) == quote;
    size(code, 1000, |node| node.is_pair() && is_quote(node.car())).is_none()
}

/// `unfolded_size`, the nodes that are `closed` counting as one, and those beyond the first `most`.
fn size(datum: Value, most: usize, closed: impl Fn(Value) -> bool) -> Option<usize> {
    let mut sizes: HashMap<Value, Option<usize>, BuildHasherDefault<WordHasher>> =
        HashMap::default();
    let size_of = |sizes: &HashMap<_, _, _>, part: Value| match sizes.get(&part) {
        Some(size) => *size,
        None => Some(1),
    };
    let mut tasks = vec![Task::Enter(datum)];
    while let Some(task) = tasks.pop() {
        match task {
            Task::Leave(node) => {
                let sizes_of_parts = parts(node).map(|part| size_of(&sizes, part).unwrap_or(1));
                let size = sizes_of_parts.fold(1, usize::saturating_add);
                sizes.insert(node, Some(size));
            }
            Task::Enter(node) if !node.is_pair() && !node.is_vector() || closed(node) => {}
            Task::Enter(node) => match sizes.get(&node) {
                Some(None) => return None,
                Some(Some(_)) => {}
                None if sizes.len() >= most => {}
                None => {
                    sizes.insert(node, None);
                    tasks.push(Task::Leave(node));
                    tasks.extend(parts(node).map(Task::Enter));
                }
            },
        }
    }
    size_of(&sizes, datum)
}

/// The parts of a pair or vector.
fn parts(node: Value) -> impl Iterator<Item = Value> {
    let count = if node.is_pair() { 2 } else { node.vector_len() };
    (0..count).map(move |index| match (node.is_pair(), index) {
        (true, 0) => node.car(),
        (true, _) => node.cdr(),
        (false, index) => node.field(index),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::heap::Heap;
    use crate::layout::Type;

    #[test]
    fn shared_parts_count_each_time_and_circles_are_noticed() {
        let mut heap = Heap::new(1 << 24);
        let mut datum = heap.list(&[Value::TRUE]);
        assert_eq!(unfolded_size(datum), Some(3));
        for _ in 0..200 {
            datum = heap.cons(datum, datum);
        }
        assert_eq!(count_nodes(datum), 201);
        assert_eq!(unfolded_size(datum), Some(usize::MAX));
        let vector = heap.object(Type::Vector, &[Value::TRUE, Value::FALSE]);
        assert_eq!(unfolded_size(vector), Some(3));
        heap.set_field(vector, 1, vector);
        assert_eq!(unfolded_size(vector), None);
    }
}
