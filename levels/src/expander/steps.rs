//! How many steps the expansion of a form takes, which may come to no end.

use super::unfold::count_nodes;
use crate::value::Value;

/// Steps that the expansion of any form may take.
const MOST_STEPS: usize = 200_000;
/// Further steps for each pair or vector of a form: a step may lead to a part of the form before.
const STEPS_A_NODE: usize = 4;

/// The steps of one form's expansion.
#[derive(Default)]
pub struct Steps {
    taken: usize,
    most: usize,
}

impl Steps {
    /// Whether there may be another step in the expansion of the form that was written so.
    pub fn may_follow(&mut self, written: Value) -> bool {
        if self.taken == self.most {
            self.most = match self.taken {
                0 => MOST_STEPS,
                MOST_STEPS => MOST_STEPS + STEPS_A_NODE * count_nodes(written),
                _ => return false,
            };
        }
        self.taken += 1;
        self.taken <= self.most
    }
}

/// The steps of an expansion whose steps are asked for one by one: each of the form that the one before
/// has led to.
pub struct Chain {
    /// The form that was written.
    pub written: Value,
    /// What the last step has led to.
    pub last: Value,
    steps: Steps,
}

impl Default for Chain {
    fn default() -> Chain {
        Chain { written: Value::FALSE, last: Value::FALSE, steps: Steps::default() }
    }
}

impl Chain {
    /// Whether a step of `form` may be taken. Another form than the one before has led to begins anew.
    pub fn may_follow(&mut self, form: Value) -> bool {
        if form != self.last {
            (self.written, self.steps) = (form, Steps::default());
        }
        self.steps.may_follow(self.written)
    }
}
