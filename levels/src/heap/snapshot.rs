//! Snapshots: earlier contents of the heap, kept as what was overwritten since.
//!
//! Invariant: the snapshots and the present are the nodes of one tree, of which the present is a
//! leaf. Each snapshot keeps the log of its edge towards the present: applying the logs along the
//! path turns the present's contents into the snapshot's. A dropped snapshot stays in the tree only
//! as long as three or more edges meet there.

use super::Heap;
use super::log::{ENTRY_BYTES, Log};
use super::mark::{Marker, Roots};
use crate::value::Value;
use std::collections::{BTreeMap, HashMap};

/// Names a snapshot of one heap. Never used again for another.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct SnapshotId(u64);

struct Node {
    /// What the machine needs to go on from here; `None` when the snapshot was dropped.
    roots: Option<Vec<Value>>,
    /// Whether a collection has seen the roots.
    scanned: bool,
    /// The neighbour towards the present; `None` for the present itself.
    near: Option<SnapshotId>,
    /// The other neighbours.
    far: Vec<SnapshotId>,
    /// From the near neighbour's contents to these.
    log: Log,
    /// The era and the epoch that began here.
    epoch: (u64, u8),
}

/// The tree.
#[derive(Default)]
pub struct Snapshots {
    nodes: BTreeMap<SnapshotId, Node>,
    /// The present's neighbour.
    newest: Option<SnapshotId>,
    made: u64,
}

impl Heap {
    /// Keeps the present contents, with `roots` from which the machine can go on. O(1), but for
    /// the roots.
    pub fn snapshot(&mut self, roots: Vec<Value>) -> SnapshotId {
        let id = self.add_present(roots);
        self.begin_era_of(id);
        id
    }

    /// The roots given for a snapshot; `None` if it was dropped.
    pub fn snapshot_roots(&self, id: SnapshotId) -> Option<&[Value]> {
        self.snapshots.nodes.get(&id)?.roots.as_deref()
    }

    /// Makes the contents those of a snapshot, which stays. What they were becomes a snapshot with
    /// the roots `leaving`, whose name is given back; `None`, and nothing done, if `id` was
    /// dropped. Costs what differs between the two.
    pub fn restore(&mut self, id: SnapshotId, leaving: Vec<Value>) -> Option<SnapshotId> {
        self.snapshot_roots(id)?;
        let left = self.add_present(leaving);
        let mut near = left;
        for next in self.snapshots.path_from(left, id) {
            let mut log = self.snapshots.turn_edge(near, next);
            log.apply();
            self.snapshots.set_log(near, log);
            near = next;
        }
        self.snapshots.newest = Some(id);
        self.barrier.era += 1;
        self.begin_era_of(id);
        Some(left)
    }

    /// Bytes that the logs of all snapshots take.
    pub fn snapshot_bytes(&self) -> usize {
        self.snapshots.log_bytes()
    }

    /// The objects of which something may be another at a snapshot than at present; one may come more than once.
    pub fn changed_since(&self, id: SnapshotId) -> Vec<Value> {
        let mut objects = Vec::new();
        let mut at = self.snapshots.nodes.get(&id);
        while let Some(node) = at {
            objects.extend((0..node.log.len()).map(|index| node.log.object(index)));
            at = node.near.and_then(|near| self.snapshots.nodes.get(&near));
        }
        objects
    }

    /// Forgets a snapshot. Nothing happens if it was dropped before. Costs what was logged for it,
    /// at most.
    pub fn drop_snapshot(&mut self, id: SnapshotId) {
        let Some(node) = self.snapshots.nodes.get_mut(&id) else { return };
        node.roots = None;
        let newest = self.snapshots.newest;
        let freed = self.snapshots.prune(id);
        self.budget.unlogged(freed * ENTRY_BYTES);
        if self.snapshots.newest != newest {
            self.barrier.snapshot_epoch = match self.snapshots.newest_epoch() {
                None => 0,
                Some((era, epoch)) if era == self.barrier.era => epoch,
                Some(_) => self.barrier.snapshot_epoch,
            };
        }
    }

    fn add_present(&mut self, roots: Vec<Value>) -> SnapshotId {
        let id = SnapshotId(self.snapshots.made);
        self.snapshots.made += 1;
        let far = self.snapshots.newest.replace(id);
        if let Some(node) = far.and_then(|far| self.snapshots.nodes.get_mut(&far)) {
            node.near = Some(id);
        }
        let node = Node {
            roots: Some(roots),
            scanned: false,
            near: None,
            far: far.into_iter().collect(),
            log: Log::default(),
            epoch: (0, 0),
        };
        self.snapshots.nodes.insert(id, node);
        id
    }

    /// Has everything written from here on logged for `id`, the newest.
    fn begin_era_of(&mut self, id: SnapshotId) {
        self.begin_epoch();
        self.barrier.snapshot_epoch = self.epoch;
        let epoch = (self.barrier.era, self.epoch);
        if let Some(node) = self.snapshots.nodes.get_mut(&id) {
            node.epoch = epoch;
        }
    }
}

impl Snapshots {
    /// The log that takes what is overwritten in the present.
    #[inline]
    pub fn newest_log(&mut self) -> Option<&mut Log> {
        Some(&mut self.nodes.get_mut(&self.newest?)?.log)
    }

    /// Tells that the newest snapshot's epoch is called `epoch` from here on.
    pub fn renew_newest(&mut self, era: u64, epoch: u8) {
        if let Some(node) = self.newest.and_then(|id| self.nodes.get_mut(&id)) {
            node.epoch = (era, epoch);
        }
    }

    fn newest_epoch(&self) -> Option<(u64, u8)> {
        Some(self.nodes.get(&self.newest?)?.epoch)
    }

    /// Bytes taken by all logs.
    pub fn log_bytes(&self) -> usize {
        self.nodes.values().map(|node| node.log.len() * ENTRY_BYTES).sum()
    }

    /// The nodes after `start`, the newest, on the way to `end`.
    fn path_from(&self, start: SnapshotId, end: SnapshotId) -> Vec<SnapshotId> {
        let mut path = vec![end];
        let mut at = end;
        while let Some(near) = self.nodes.get(&at).and_then(|node| node.near) {
            path.push(near);
            at = near;
        }
        debug_assert_eq!(at, start);
        path.pop();
        path.reverse();
        path
    }

    /// Makes `far`, until now beyond `near`, the one nearer to the present; gives the log that
    /// `far` had. The caller applies it and gives it to `near`.
    fn turn_edge(&mut self, near: SnapshotId, far: SnapshotId) -> Log {
        if let Some(node) = self.nodes.get_mut(&near) {
            node.far.retain(|id| *id != far);
            node.near = Some(far);
        }
        let Some(node) = self.nodes.get_mut(&far) else { return Log::default() };
        node.far.push(near);
        node.near = None;
        std::mem::take(&mut node.log)
    }

    fn set_log(&mut self, id: SnapshotId, log: Log) {
        if let Some(node) = self.nodes.get_mut(&id) {
            node.log = log;
        }
    }

    /// Takes dropped snapshots, from `id` on towards the present, out of the tree where at most
    /// two edges meet. Gives the number of log entries that went with them.
    fn prune(&mut self, id: SnapshotId) -> usize {
        let mut gone = 0;
        let mut next = Some(id);
        while let Some(id) = next.take() {
            let keep = |node: &Node| node.roots.is_some() || node.far.len() > 1;
            if self.nodes.get(&id).is_none_or(keep) {
                break;
            }
            let Some(node) = self.nodes.remove(&id) else { break };
            let far = node.far.first().copied();
            self.replace_neighbour(node.near, id, far);
            gone += node.log.len();
            match far.and_then(|far| self.nodes.get_mut(&far)) {
                Some(beyond) => {
                    gone += beyond.log.len();
                    beyond.near = node.near;
                    beyond.log = node.log.join(std::mem::take(&mut beyond.log));
                    gone -= beyond.log.len();
                }
                None => next = node.near,
            }
        }
        gone
    }

    /// What `near`, or the present, had `gone` as a neighbour has `instead`.
    fn replace_neighbour(
        &mut self,
        near: Option<SnapshotId>,
        gone: SnapshotId,
        instead: Option<SnapshotId>,
    ) {
        let Some(near) = near else {
            self.newest = instead;
            return;
        };
        if let Some(node) = self.nodes.get_mut(&near) {
            node.far.retain(|id| *id != gone);
            node.far.extend(instead);
        }
    }

    /// Marks the roots of the snapshots; where not `everything`, only those that no collection has
    /// seen.
    pub fn mark_roots(&mut self, everything: bool, marker: &mut Marker) {
        for node in self.nodes.values_mut() {
            if everything || !node.scanned {
                marker.values(node.roots.as_deref().unwrap_or(&[]));
            }
            node.scanned = true;
        }
    }

    /// Marks what the logs hold of live objects, and drops what they hold of dead ones. The marker
    /// has been drained.
    pub fn mark_logs(&mut self, everything: bool, marker: &mut Marker, roots: &mut dyn Roots) {
        let mut awaited = self.mark_reached_logs(everything, marker, roots);
        marker.drain(roots);
        while let Some(object) = marker.next_woken() {
            for (id, start) in awaited.remove(&object).unwrap_or_default() {
                self.mark_group(id, start, marker, roots);
            }
            marker.drain(roots);
        }
        let some_died = !awaited.is_empty();
        awaited.into_keys().for_each(|object| marker.stop_waiting(object));
        self.nodes.values_mut().for_each(|node| node.log.settle(everything, some_died, marker));
    }

    /// Marks what the logs hold of objects reached so far; the other groups of entries wait.
    fn mark_reached_logs(
        &mut self,
        everything: bool,
        marker: &mut Marker,
        roots: &mut dyn Roots,
    ) -> HashMap<Value, Vec<(SnapshotId, usize)>> {
        let mut awaited: HashMap<Value, Vec<(SnapshotId, usize)>> = HashMap::new();
        for (id, node) in &mut self.nodes {
            let mut rest = node.log.unscanned(everything);
            while !rest.is_empty() {
                let (start, object) = (rest.start, node.log.object(rest.start));
                let group = node.log.group(start);
                rest.start = group.end;
                if marker.is_marked(object) {
                    node.log.mark(group, marker, roots);
                } else {
                    marker.wait_for(object);
                    awaited.entry(object).or_default().push((*id, start));
                }
            }
        }
        awaited
    }

    /// Whether there are no snapshots.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// Every log.
    pub fn logs_mut(&mut self) -> impl Iterator<Item = &mut Log> {
        self.nodes.values_mut().map(|node| &mut node.log)
    }

    fn mark_group(
        &mut self,
        id: SnapshotId,
        start: usize,
        marker: &mut Marker,
        roots: &mut dyn Roots,
    ) {
        if let Some(node) = self.nodes.get_mut(&id) {
            let group = node.log.group(start);
            node.log.mark(group, marker, roots);
        }
    }
}
