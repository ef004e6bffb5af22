//! Frames whose environment is asked for: they go on in a reified version.
//!
//! A variable that nothing captures lies in a slot of its frame, and a frame is copied when it goes on.
//! Before somebody else holds the frame's environment, each such variable moves to a context of its own
//! in that slot (`compiler::emit::reified`), which the environment, the frame and all its copies share.
//!
//! Invariant: a frame keeps its place and its length. It is changed as a whole or not at all.

use super::Machine;
use super::continuation::{FRAMES, frame_ending_at};
use super::points::{Place, Point, point_of_return};
use super::stack::Frame;
use super::switch::{after, filling};
use crate::compiler::scopes::{is_variable, variable};
use crate::compiler::{self, Twin};
use crate::expander::scope::scope_field;
use crate::layout::Type;
use crate::ops::PointKind;
use crate::procedure::{ReturnLink, closure, version, version_of_return};
use crate::value::Value;

/// What is written into the slots of a frame.
type Writes = Vec<(usize, Value)>;

impl Machine {
    /// The suspended frame at `place` goes on in a reified version. Gives the point where it waits
    /// there; `None` if there is no such version for it: it stays as it is.
    pub fn reify(&mut self, place: Place) -> Option<Point> {
        let frame = frame_ending_at(place.segment, place.top);
        let waiting_in = version_of_return(frame.ret);
        let from = point_of_return(frame.ret)?;
        if waiting_in.header().flags() & version::REIFIED != 0 {
            return Some(from);
        }
        // A landing has the version it leads to in the place of its dependencies.
        let leads_to = waiting_in.field(version::DEPENDENCIES);
        let version = if leads_to.is_a(Type::Version) { leads_to } else { waiting_in };
        let twin = compiler::reified_twin(self, version, from);
        self.move_frame(place, &frame, from, twin)
    }

    /// At the callee position where `capture` leaves the machine: environments of the frame below, which is
    /// going to go on, share its variables, whoever asks for them when.
    pub fn reify_below(&mut self) {
        let under = self.under();
        if !under.segment.is_nil() {
            self.reify(Place { segment: under.segment, top: under.len });
        }
    }

    /// The suspended frame at `place`, of this version, goes on in a cold version. Gives the point where it
    /// waits there; `None` if there is no such version for it: it stays as it is.
    pub(super) fn chill(&mut self, place: Place, version: Value) -> Option<Point> {
        let frame = frame_ending_at(place.segment, place.top);
        let from = point_of_return(frame.ret)?;
        let twin = compiler::cold_twin(self, version);
        self.move_frame(place, &frame, from, twin)
    }

    /// The frame waits at the like point of another version, all of whose variables are in contexts.
    fn move_frame(
        &mut self,
        place: Place,
        frame: &Frame,
        from: Point,
        twin: Twin,
    ) -> Option<Point> {
        let (twin, to) = self.point_of_twin(twin, from)?;
        let is_reified = version_of_return(frame.ret).header().flags() & version::REIFIED != 0;
        let writes = if is_reified { Writes::new() } else { self.boxing(frame, &from, &to)? };
        let ret = match to.key.kind() {
            PointKind::Instruction => self.landing(twin, to, after(twin, &to), None),
            PointKind::Return
            | PointKind::Given
            | PointKind::Loop
            | PointKind::Entry
            | PointKind::Step => after(twin, &to),
        };
        let first = FRAMES + place.top - frame.len();
        for (slot, value) in writes {
            self.heap.set_field(place.segment, first + slot, value);
        }
        let link = Value::from_bits(ReturnLink::to(ret).0);
        self.heap.set_field(place.segment, FRAMES + place.top, link);
        Some(to)
    }

    /// What a frame that waits at `from` needs to wait at `to` of a reified version.
    fn boxing(&mut self, frame: &Frame, from: &Point, to: &Point) -> Option<Writes> {
        debug_assert_eq!(from.frame_len(), to.frame_len(), "{from:?} and {to:?}");
        if from.frame_len() != to.frame_len() {
            return None;
        }
        let raw = |slot: usize| frame.slot(slot);
        let mut writes: Writes =
            from.fills().map(|(slot, source)| (slot, filling(source, raw))).collect();
        let mut context = frame.slot(1).field(closure::CONTEXT);
        for (slot, source) in to.fills() {
            let held = |slot: usize| from.is_live(slot).then(|| frame.slot(slot));
            if !source.is_a(Type::Scope) {
                let own = self.own_context(context, held(slot), source);
                writes.push((slot, own));
                continue;
            }
            context = match held(slot) {
                Some(context) => context,
                None => self.context_of(source, context, held),
            };
            writes.push((slot, context));
        }
        writes.retain(|(slot, _)| *slot < to.frame_len());
        let provided = |slot: usize| {
            from.is_live(slot)
                || slot == to.destination()
                || writes.iter().any(|(written, _)| *written == slot)
        };
        let complete = (2..to.frame_len()).all(|slot| !to.is_live(slot) || provided(slot));
        debug_assert!(complete, "slots that {to:?} needs");
        complete.then_some(writes)
    }

    /// The context of a variable that lies in a slot so far. A procedure that counts on being the value
    /// of its variable, which has the source `UNBOUND`, gets to know it.
    fn own_context(&mut self, around: Value, held: Option<Value>, source: Value) -> Value {
        if source != Value::UNBOUND {
            return self.heap.object(Type::Context, &[around, held.unwrap_or(source)]);
        }
        let procedure = held.filter(|value| value.is_a(Type::Closure));
        if let Some(known) = procedure.map(|procedure| procedure.field(closure::NAME))
            && known.is_a(Type::Context)
        {
            return known;
        }
        let own = self.heap.object(Type::Context, &[around, held.unwrap_or(Value::UNASSIGNED)]);
        if let Some(procedure) = procedure {
            self.heap.set_field(procedure, closure::NAME, own);
        }
        own
    }

    /// The context of a scope whose variables lie in slots so far.
    fn context_of(
        &mut self,
        scope: Value,
        around: Value,
        held: impl Fn(usize) -> Option<Value>,
    ) -> Value {
        let kept: Vec<(usize, Value)> = variables(scope)
            .filter_map(|object| Some((object.field(variable::INDEX).as_index()?, object)))
            .collect();
        let mut fields = vec![Value::UNASSIGNED; kept.len() + 1];
        fields[0] = around;
        for (index, object) in kept {
            let value = object.field(variable::SLOT).as_index().and_then(&held);
            fields[index] = value.unwrap_or(Value::UNASSIGNED);
        }
        self.heap.object(Type::Context, &fields)
    }
}

/// The objects of the variables that a scope binds.
fn variables(scope: Value) -> impl Iterator<Item = Value> {
    let mut bindings = scope.field(scope_field::BINDINGS);
    std::iter::from_fn(move || {
        let binding = bindings.is_pair().then(|| bindings.car())?;
        bindings = bindings.cdr();
        Some(binding.cdr())
    })
    .filter(|denotation| is_variable(*denotation))
}
