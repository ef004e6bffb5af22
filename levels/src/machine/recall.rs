//! Values that are recalled by names that nothing binds: `$1`, `$2` … in the order in which they were
//! noted, and `_`, the last.
//!
//! Invariant: at most `MOST` values are kept, and all are given up before a program is refused memory.

use crate::value::Value;
use std::collections::VecDeque;

/// How many values are kept.
pub const MOST: usize = 1000;

/// See the module's documentation. Nothing is recalled unless somebody notes it.
#[derive(Debug)]
pub struct Recall {
    values: VecDeque<Value>,
    /// The number of the first value that is kept.
    first: usize,
}

impl Default for Recall {
    fn default() -> Recall {
        Recall { values: VecDeque::new(), first: 1 }
    }
}

impl Recall {
    /// Notes the next value.
    pub fn note(&mut self, value: Value) {
        if self.values.len() == MOST {
            self.values.pop_front();
            self.first += 1;
        }
        self.values.push_back(value);
    }

    /// The values that are kept, with their numbers.
    pub fn numbered(&self) -> impl DoubleEndedIterator<Item = (usize, Value)> + '_ {
        self.values.iter().enumerate().map(|(index, value)| (self.first + index, *value))
    }

    /// What the name recalls, if it is one that does.
    pub fn named(&self, name: &str) -> Option<Value> {
        if name == "_" {
            return self.values.back().copied();
        }
        let digits = name.strip_prefix('$')?;
        if digits.starts_with('0') || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let number: usize = digits.parse().ok()?;
        self.values.get(number.checked_sub(self.first)?).copied()
    }

    /// Gives all values up; says whether there were any. Numbers go on.
    pub fn forget(&mut self) -> bool {
        let count = std::mem::take(&mut self.values).len();
        self.first += count;
        count > 0
    }

    /// Whether no value is kept.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    pub(super) fn roots(&self) -> impl Iterator<Item = Value> + '_ {
        self.values.iter().copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_go_on_when_values_are_gone() {
        let mut recall = Recall::default();
        assert_eq!((recall.named("_"), recall.named("$1")), (None, None));
        for number in 1..=MOST as i64 + 2 {
            recall.note(Value::fixnum(number));
        }
        assert_eq!(recall.named("$2"), None);
        assert_eq!(recall.named("$3"), Some(Value::fixnum(3)));
        assert_eq!(recall.named("_"), Some(Value::fixnum(MOST as i64 + 2)));
        assert!(recall.forget() && !recall.forget());
        recall.note(Value::TRUE);
        let next = MOST + 3;
        assert_eq!(recall.numbered().next(), Some((next, Value::TRUE)));
        assert_eq!(recall.named(&format!("${next}")), Some(Value::TRUE));
    }

    #[test]
    fn only_such_names_recall() {
        let mut recall = Recall::default();
        recall.note(Value::TRUE);
        for name in ["$", "$0", "$01", "$-1", "$+1", "$2", "$18446744073709551617", "$x", "__", ""]
        {
            assert_eq!(recall.named(name), None, "{name}");
        }
    }
}
