//! Versions for frames that cannot go on in theirs: made again from the same form, generic, or reified
//! where the frame's environment was asked for.
//!
//! A frame waits at a point. What its procedure had looked at before that point, the frame goes on
//! with as it was: macros that have been expanded stay expanded, as an evaluator that expands what it
//! reaches would have it. What lies ahead of the point is looked at anew. A loop looks at its body
//! anew in each round.
//!
//! Invariants:
//! 1. The nodes up to the point are those of the frame's own version, and so are their numbers.
//! 2. A frame's variables live in the same slots and contexts in both versions. Where what lies ahead
//!    has changed so that they would not (a redefined macro makes a closure of a variable that
//!    nothing captured, say), the frame finishes with the macros it began with.

use super::emit::{Manner, Shared, emit_twin};
use super::reliance::{Phase, mentioned, phases};
use super::unit_of;
use crate::environment::{self, cell};
use crate::expander::scope;
use crate::layout::Type;
use crate::machine::Machine;
use crate::machine::parking::original_of;
use crate::machine::points::{Point, point_like, points_of};
use crate::ops::PointKind;
use crate::procedure::{code, points, version};
use crate::step::Steps;
use crate::value::Value;
use std::collections::BTreeMap;

/// The key in `TWINS` of the twin that differs in nothing but its manner: this, or beyond all others.
const PLAIN: i64 = -1;
/// What the keys of reified twins are less than those of generic ones.
const REIFIED: i64 = 1 << 40;

/// A key in `TWINS`.
fn key_of(manner: Manner, key: i64) -> Value {
    match manner {
        Manner::Fast | Manner::Generic => Value::fixnum(key),
        Manner::Given => Value::fixnum(key - 4 * REIFIED),
        Manner::Reified => Value::fixnum(key - REIFIED),
        Manner::Cold => Value::fixnum(key - 2 * REIFIED),
        Manner::Stepped(steps) => Value::fixnum(i64::from(steps.0) - 3 * REIFIED),
    }
}

/// Where a frame that cannot go on in its version goes on.
pub enum Twin {
    /// In this one.
    Version(Value),
    /// In this one, whatever is redefined.
    Final(Value),
    /// In its own, whatever is redefined.
    None,
}

/// The version for a frame that waits at `point` of `version`. What is reified stays it.
pub fn generic_twin(m: &mut Machine, version: Value, point: Point) -> Twin {
    let reified = version.header().flags() & version::REIFIED != 0;
    let manner = if reified { Manner::Reified } else { Manner::Generic };
    twin_of(m, version, point, manner)
}

/// The same for a frame whose environment is asked for.
pub fn reified_twin(m: &mut Machine, version: Value, point: Point) -> Twin {
    twin_of(m, version, point, Manner::Reified)
}

/// The same for a frame whose next steps are the host's. What its procedure had looked at stays as it was;
/// what lies ahead the host looks at when it comes to it.
pub fn cold_twin(m: &mut Machine, version: Value) -> Twin {
    match plain_twin(m, version, Manner::Cold) {
        Some(twin) => Twin::Version(twin),
        None => Twin::None,
    }
}

/// The version in which these steps of a code are the host's; `version` is the one that calls enter
/// otherwise.
pub fn stepped_version(m: &mut Machine, version: Value, steps: Steps) -> Option<Value> {
    let is_library = version.field(version::CODE).header().flags() & code::LIBRARY != 0;
    let manner = if is_library { Manner::Given } else { Manner::Stepped(steps) };
    let key = key_of(manner, PLAIN);
    if let Some(known) = known_twin(version, key) {
        return Some(known);
    }
    let twin = make(m, version, Vec::new(), manner)?;
    remember(m, version, key, twin);
    Some(twin)
}

/// The version in which a frame of the standard library goes on whose calls of procedures that it was
/// given are the host's.
pub fn given_twin(m: &mut Machine, version: Value) -> Twin {
    match plain_twin(m, version, Manner::Given) {
        Some(twin) => Twin::Version(twin),
        None => Twin::None,
    }
}

/// Takes a version from the twins of another.
pub fn forget_twin(m: &mut Machine, version: Value, gone: Value) {
    let mut twins = crate::pair::items(version.field(version::TWINS));
    let before = twins.len();
    twins.retain(|twin| twin.cdr() != gone);
    if twins.len() != before {
        let twins = m.heap.list(&twins);
        m.heap.set_field(version, version::TWINS, twins);
    }
}

fn twin_of(m: &mut Machine, version: Value, point: Point, manner: Manner) -> Twin {
    // A copy has its original where others have their twins.
    let version = original_of(version);
    let ahead = point.key.ahead();
    // What relied on something else is retired, but for versions that had looked at things in the past.
    let flags = version.header().flags();
    let is_as_ever = flags & (version::RETIRED | version::FINAL | version::GENERIC) == 0;
    if is_as_ever || !is_changed(m, version, ahead) {
        return match plain_twin(m, version, manner) {
            Some(twin) => Twin::Version(twin),
            None => Twin::None,
        };
    }
    let wanted = if manner == Manner::Reified { version::REIFIED } else { version::GENERIC };
    let generic = version.header().flags() & wanted != 0;
    let plain = if generic { Some(version) } else { plain_twin(m, version, manner) };
    let Some(plain) = plain else {
        return Twin::None;
    };
    match mixed_twin(m, version, point, (plain, manner)) {
        Some(twin) => Twin::Version(twin),
        None if generic => Twin::None,
        None => Twin::Final(plain),
    }
}

/// Whether something that a version relied on ahead of a node means something else now.
fn is_changed(m: &Machine, version: Value, ahead: u32) -> bool {
    let template = version.field(version::CODE);
    let differs = |(on, contents): (Value, Value)| {
        is_macro(contents) != is_macro(now(m, template, on))
            || is_macro(contents) && contents != now(m, template, on)
    };
    let phases = phases(version);
    let mut ahead_of = phases.iter().filter(|phase| phase.until > ahead);
    let known = |on: Value| {
        phases.last().is_some_and(|last| last.meanings.iter().any(|(other, _)| *other == on))
    };
    ahead_of.any(|phase| phase.meanings.iter().any(|meaning| differs(*meaning)))
        || mentioned(version).any(|on| is_macro(now(m, template, on)) && !known(on))
}

fn is_macro(value: Value) -> bool {
    value.is_a(Type::Macro)
}

/// The cell that the name of a cell that code mentions means in it now.
fn present(m: &Machine, template: Value, on: Value) -> Value {
    let id = scope::globals_id(scope::outermost(template.field(code::SCOPE)));
    environment::globals(m, id).present(on)
}

fn now(m: &Machine, template: Value, on: Value) -> Value {
    present(m, template, on).field(cell::VALUE)
}

fn plain_twin(m: &mut Machine, version: Value, manner: Manner) -> Option<Value> {
    let key = key_of(manner, PLAIN);
    if let Some(twin) = known_twin(version, key) {
        return Some(twin);
    }
    let history = history(m, version, phases(version));
    let twin = make(m, version, history, manner)?;
    let shape = |version: Value| version.field(version::POINTS).field(points::SHAPE);
    if shape(twin) != shape(version) {
        return None;
    }
    debug_assert!(fits(version, twin), "two versions keep different things at a point");
    remember(m, version, key, twin);
    Some(twin)
}

/// Whether a frame that waits at any point of a version has what it needs at that point of its twin.
fn fits(version: Value, twin: Value) -> bool {
    let reified = twin.header().flags() & version::REIFIED != 0;
    let mut places = BTreeMap::new();
    for to in points_of(twin) {
        places.entry(to.key.place()).or_insert(to);
    }
    points_of(version).all(|from| {
        let to = places.get(&from.key.place());
        to.is_none_or(|to| if reified { from.is_boxed_as(to) } else { from.provides(to) })
    })
}

/// The version for frames at `point` whose nodes ahead are what the form means now, if it suits them.
fn mixed_twin(
    m: &mut Machine,
    version: Value,
    point: Point,
    (plain, manner): (Value, Manner),
) -> Option<Value> {
    let ahead = point.key.ahead();
    let key = key_of(manner, ahead.into());
    let twin = match known_twin(version, key) {
        Some(twin) => twin,
        None => {
            let mut past = phases(version);
            past.retain(|phase| phase.until != 0);
            let covering = past.iter().position(|phase| phase.until >= ahead)?;
            past.truncate(covering + 1);
            past[covering].until = ahead;
            let twin = make(m, version, history(m, version, past), manner)?;
            remember(m, version, key, twin);
            twin
        }
    };
    let (old, new) = (point_like(plain, point.key)?, point_like(twin, point.key)?);
    old.is_alike(&new).then_some(twin)
}

/// A version that looks at the form as names meant it in these phases. Its loops whose bodies would be
/// looked at otherwise now go on in other versions from their next round on.
fn make(m: &mut Machine, version: Value, history: Vec<Phase>, manner: Manner) -> Option<Value> {
    let template = version.field(version::CODE);
    // A frame waits for it that cannot go on otherwise.
    let held = m.heap.effort.hold();
    let wanted = matches!(manner, Manner::Cold | Manner::Stepped(_));
    let unit = unit_of(m, template, history, wanted);
    m.heap.effort.release(held);
    let unit = unit.ok()?;
    let twin = emit_twin(m, &mut Shared::new(&unit), template, manner);
    let loops = points_of(twin).filter(|point| point.key.kind() == PointKind::Loop);
    let out_of_date: Vec<u32> =
        loops.map(|point| point.key.ahead()).filter(|ahead| is_changed(m, twin, *ahead)).collect();
    m.switch_at(twin, |at| at.kind() == PointKind::Loop && out_of_date.contains(&at.ahead()));
    Some(twin)
}

/// Phases in which every cell is listed whose name does not mean what it meant: macros, and variables
/// that hold macros now.
fn history(m: &Machine, version: Value, mut phases: Vec<Phase>) -> Vec<Phase> {
    let template = version.field(version::CODE);
    for phase in &mut phases {
        let relied_on = phase.meanings.iter().map(|(on, _)| *on);
        let variables: Vec<Value> = relied_on.chain(mentioned(version)).collect();
        phase.meanings.retain(|(_, contents)| is_macro(*contents));
        for on in variables {
            let is_known = phase.meanings.iter().any(|(other, _)| *other == on);
            if !is_known && is_macro(now(m, template, on)) {
                phase.meanings.push((on, Value::UNBOUND));
            }
        }
        for (on, _) in &mut phase.meanings {
            *on = present(m, template, *on);
        }
    }
    phases
}

fn known_twin(version: Value, key: Value) -> Option<Value> {
    let mut twins = version.field(version::TWINS);
    while twins.is_pair() {
        let twin = twins.car();
        if twin.car() == key && twin.cdr().header().flags() & version::RETIRED == 0 {
            return Some(twin.cdr());
        }
        twins = twins.cdr();
    }
    None
}

fn remember(m: &mut Machine, version: Value, key: Value, twin: Value) {
    let entry = m.heap.cons(key, twin);
    let twins = m.heap.cons(entry, version.field(version::TWINS));
    m.heap.set_field(version, version::TWINS, twins);
}
