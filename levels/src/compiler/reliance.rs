//! What versions rely on, and what happens to them when it changes.
//!
//! Invariant: a version that is not retired means by each cell that it mentions what the name of the
//! cell means now, and each cell that it relies on holds what it held when the version was made.

use crate::environment::GlobalsId;
use crate::expander::scope;
use crate::layout::Type;
use crate::machine::Machine;
use crate::procedure::{code, points, version};
use crate::value::Value;

/// A cell's contents are no longer what code relies on: such code goes on in other versions, from the
/// next step on. Costs a look at each code that has versions.
pub fn retire_dependents(m: &mut Machine, cell: Value) {
    retire_where(m, |_, version| relies(version, cell));
}

/// What the names of these cells mean has changed, for all code that refers to them.
pub fn retire_all_dependents(m: &mut Machine, cells: &[Value]) {
    if !cells.is_empty() {
        retire_where(m, |_, version| cells.iter().any(|cell| concerns(version, *cell)));
    }
}

/// In these globals the name of an imported cell means another one: the code of these globals, and
/// what uses macros of theirs, refers to the other from here on.
pub fn retire_users_in(m: &mut Machine, id: GlobalsId, cell: Value) {
    let home = crate::environment::globals(m, id).scope;
    let of_home = |scope: Value| scope.is_a(Type::Scope) && scope::outermost(scope) == home;
    retire_where(m, |template, version| {
        let is_of_home = |object: Value| {
            object.is_a(Type::Macro) && of_home(object.field(scope::macro_field::SCOPE))
        };
        concerns(version, cell)
            && (of_home(template.field(code::SCOPE))
                || pairs(version).any(|(_, contents)| is_of_home(contents)))
    });
}

/// The variable that certainly held a procedure has been assigned: the code of the procedure looks at
/// the variable from here on, in all its frames.
pub fn retire_named(m: &mut Machine, template: Value) {
    let mut versions = template.field(code::VERSIONS);
    while versions.is_pair() {
        m.retire(template, versions.car());
        versions = versions.cdr();
    }
    m.empty_caches();
}

/// What a cell holds is trusted no longer: a program's code that may call it looks at it from here on.
pub fn retire_callers(m: &mut Machine, cell: Value) {
    retire_where(m, |template, version| {
        !is_library(template) && mentioned(version).any(|other| other == cell)
    });
}

/// There is the first delta: versions that should look at operators, and do not, are out of date.
pub fn retire_careless(m: &mut Machine) {
    retire_where(m, |_, version| version.field(version::POINTS).field(points::CARELESS).is_true());
}

/// Names mean other cells than they did: no program's code is sure of any.
pub fn retire_all(m: &mut Machine) {
    retire_where(m, |template, _| !is_library(template));
}

fn is_library(template: Value) -> bool {
    template.header().flags() & code::LIBRARY != 0
}

fn retire_where(m: &mut Machine, concerned: impl Fn(Value, Value) -> bool) {
    let mut any = false;
    for template in m.registered_codes() {
        let mut versions = template.field(code::VERSIONS);
        while versions.is_pair() {
            let version = versions.car();
            versions = versions.cdr();
            if concerned(template, version) {
                m.retire(template, version);
                any = true;
            }
        }
    }
    if any {
        m.empty_caches();
    }
}

/// What a version relied on while it looked at a part of its nodes.
pub struct Phase {
    /// The number of the first node that it does not concern.
    pub until: u32,
    /// Cells and their contents.
    pub meanings: Vec<(Value, Value)>,
}

/// What a version relied on while its nodes were made, from the first one to the last.
///
/// `DEPENDENCIES` holds the pairs of each phase; between phases a pair whose first is the number of
/// the first node of the next.
pub fn phases(version: Value) -> Vec<Phase> {
    let mut phases = vec![Phase { until: u32::MAX, meanings: Vec::new() }];
    for (cell, contents) in pairs(version) {
        let last = phases.len() - 1;
        if cell.is_fixnum() {
            phases[last].until = cell.fixnum_value() as u32;
            phases.push(Phase { until: u32::MAX, meanings: Vec::new() });
        } else {
            phases[last].meanings.push((cell, contents));
        }
    }
    phases
}

fn pairs(version: Value) -> impl Iterator<Item = (Value, Value)> {
    let pairs = version.field(version::DEPENDENCIES);
    (0..pairs.vector_len() / 2).map(move |i| (pairs.field(i * 2), pairs.field(i * 2 + 1)))
}

/// The cells that a version mentions without relying on what they hold.
pub fn mentioned(version: Value) -> impl Iterator<Item = Value> {
    let constants = version.field(version::CONSTANTS);
    (0..constants.vector_len()).map(move |i| constants.field(i)).filter(|c| c.is_a(Type::Cell))
}

fn relies(version: Value, cell: Value) -> bool {
    pairs(version).any(|(on, _)| on == cell)
}

fn concerns(version: Value, cell: Value) -> bool {
    relies(version, cell) || mentioned(version).any(|other| other == cell)
}
