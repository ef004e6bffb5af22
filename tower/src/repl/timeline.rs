//! The timeline: the tree of the states that inputs led to, each a snapshot.
//!
//! Invariants:
//! 1. A node's snapshot is of the prompt after its input. That of the node where the session is may still be to
//!    be taken: it is taken before anything is done.
//! 2. At most `MOST` nodes without a name have one. The oldest go when there are more, and when what they hold
//!    beside the present takes more than the budget; all go before a program is refused memory. Node 0 has a name.

use crate::tower::{Stop, Tower};
use levels::machine::time::Held;
use levels::value::Value;
use std::collections::VecDeque;

/// The bytes that snapshots may take beside the present where nobody has said how many.
const BUDGET: usize = 256 << 20;

/// How many nodes without a name can be gone to.
pub const MOST: usize = 1000;

/// See the module's documentation.
pub struct Timeline {
    nodes: Vec<Node>,
    /// The nodes without a name that had snapshots, in the order in which these were taken.
    unnamed: VecDeque<usize>,
    /// Where the session is.
    at: usize,
    budget: usize,
}

pub(super) struct Node {
    /// The node that its input was typed at.
    pub parent: usize,
    pub children: Vec<usize>,
    /// The child through which the session went last.
    pub last: Option<usize>,
    pub input: String,
    pub name: Option<String>,
    snapshot: Option<Held>,
}

impl Node {
    fn new(parent: usize, input: String) -> Node {
        Node { parent, children: Vec::new(), last: None, input, name: None, snapshot: None }
    }
}

impl Default for Timeline {
    fn default() -> Timeline {
        let beginning = Node { name: Some("beginning".to_owned()), ..Node::new(0, String::new()) };
        let unnamed = VecDeque::new();
        Timeline { nodes: vec![beginning], unnamed, at: 0, budget: BUDGET }
    }
}

impl Timeline {
    /// The number of the node where the session is.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// A node; the last one if there is none of that number.
    pub(super) fn node(&self, number: usize) -> &Node {
        &self.nodes[number.min(self.nodes.len() - 1)]
    }

    /// How many nodes there are: their numbers are less.
    pub(super) fn len(&self) -> usize {
        self.nodes.len()
    }

    /// The node of this number or name.
    pub(super) fn named(&self, text: &str) -> Option<usize> {
        let by_name = self.nodes.iter().position(|node| node.name.as_deref() == Some(text));
        by_name.or_else(|| text.parse().ok().filter(|number| *number < self.nodes.len()))
    }

    /// Bytes that snapshots may take beside the present.
    pub(super) fn set_budget(&mut self, bytes: usize) {
        self.budget = bytes;
    }
}

/// At a prompt: a snapshot of where the session is, if there is none.
pub(super) fn arrive(tower: &mut Tower) {
    let at = tower.timeline.at;
    if snapshot_of(tower, at).is_none() {
        let snapshot = tower.take_snapshot();
        let held = tower.m.moments.hold(snapshot);
        let node = &mut tower.timeline.nodes[at];
        node.snapshot = Some(held);
        if node.name.is_some() {
            tower.m.moments.keep(held);
        } else {
            tower.timeline.unnamed.push_back(at);
        }
    }
}

fn snapshot_of(tower: &Tower, number: usize) -> Option<Value> {
    tower.m.moments.held(tower.timeline.nodes[number].snapshot?)
}

/// What was typed at the node where the session was has been done.
pub(super) fn note(tower: &mut Tower, input: &str) {
    let timeline = &mut tower.timeline;
    let (parent, number) = (timeline.at, timeline.nodes.len());
    timeline.nodes.push(Node::new(parent, input.trim().to_owned()));
    timeline.nodes[parent].children.push(number);
    timeline.nodes[parent].last = Some(number);
    timeline.at = number;
    keep_to_budget(tower);
}

/// At a prompt: goes to a node and reads on there; nothing is done if its snapshot is gone.
pub(super) fn go(tower: &mut Tower, number: usize) -> Option<Stop> {
    arrive(tower);
    let snapshot = snapshot_of(tower, number)?;
    tower.go_to_snapshot(snapshot);
    let timeline = &mut tower.timeline;
    timeline.at = number;
    let mut node = number;
    while node != 0 {
        let parent = timeline.nodes[node].parent;
        timeline.nodes[parent].last = Some(node);
        node = parent;
    }
    Some(Stop::Prompt(tower.running()))
}

/// At a prompt: gives the node where the session is a name, which no other has any longer.
pub(super) fn name(tower: &mut Tower, name: &str) {
    for node in &mut tower.timeline.nodes {
        node.name.take_if(|known| known == name);
    }
    let at = tower.timeline.at;
    tower.timeline.nodes[at].name = Some(name.to_owned());
    arrive(tower);
    if let Some(held) = tower.timeline.nodes[at].snapshot {
        tower.m.moments.keep(held);
    }
}

/// Whether a node can be gone to.
pub(super) fn is_there(tower: &Tower, number: usize) -> bool {
    number == tower.timeline.at || snapshot_of(tower, number).is_some()
}

/// Drops the oldest snapshots without a name until the others fit, and says so if they take too much.
pub(super) fn keep_to_budget(tower: &mut Tower) {
    while tower.timeline.unnamed.len() > MOST {
        drop_oldest(tower);
    }
    let mut dropped = 0;
    while !tower.timeline.unnamed.is_empty()
        && tower.m.heap.snapshot_bytes() > tower.timeline.budget
    {
        dropped += usize::from(drop_oldest(tower));
    }
    if dropped > 0 {
        let states = if dropped == 1 { "state is" } else { "states are" };
        let size = tower.timeline.budget >> 10;
        tower.say_lines(&format!(
            "{dropped} earlier {states} given up: the timeline may take {size} KB (see ,help timeline).\n"
        ));
    }
}

/// Drops the oldest snapshot that was taken of a node without a name; false if that had gone before.
fn drop_oldest(tower: &mut Tower) -> bool {
    let Some(number) = tower.timeline.unnamed.pop_front() else { return false };
    let node = &mut tower.timeline.nodes[number];
    let held = if node.name.is_none() { node.snapshot.take() } else { None };
    held.is_some_and(|held| tower.m.let_go(held))
}
