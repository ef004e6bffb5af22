//! The vectors that one emitter after the other fills.

use super::{Fill, LabelInfo};
use crate::value::Value;

/// Vectors of more elements are not kept.
const MOST: usize = 1 << 12;

/// An emitter's vectors, empty between two of them: see `Emitter`.
#[derive(Default)]
pub struct Buffers {
    pub(super) words: Vec<u64>,
    pub(super) constants: Vec<Value>,
    pub(super) points: Vec<u64>,
    pub(super) forms: Vec<Value>,
    pub(super) scopes: Vec<Value>,
    pub(super) fill_ends: Vec<usize>,
    pub(super) fills: Vec<Fill>,
    pub(super) all_fills: Vec<Fill>,
    pub(super) labels: Vec<LabelInfo>,
    pub(super) live: Vec<u64>,
}

impl Buffers {
    /// Empties the vectors; false if they are too large to be kept.
    pub(super) fn clear(&mut self) -> bool {
        if self.words.len().max(self.all_fills.len()) > MOST {
            return false;
        }
        self.words.clear();
        self.constants.clear();
        self.points.clear();
        self.forms.clear();
        self.scopes.clear();
        self.fill_ends.clear();
        self.fills.clear();
        self.all_fills.clear();
        self.labels.clear();
        self.live.clear();
        true
    }
}
