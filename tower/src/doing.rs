//! What each level is doing, as far as the one that reads can tell.
//!
//! Invariant: nothing is changed by looking, and no more than `MOST_FRAMES` frames are looked at of a
//! continuation.

use crate::frame::FrameKind;
use crate::moving::host_of;
use crate::primitive::{Primitive, primitive_of};
use crate::tower::Tower;
use crate::waiting::{self, LevelId, Waiting};
use levels::layout::Type;
use levels::machine::Machine;
use levels::machine::continuation::{field, segment_parent, segment_walk};
use levels::machine::points::point_of_return;
use levels::machine::stack::{Frame, Under};
use levels::printer::{Style, to_string_within};
use levels::procedure::{code, version, version_of_return};
use levels::value::Value;
use meta_interpreter::Function;

/// Fields of a `cont` of a step: see `Tower::step_of_frame`.
mod cont {
    /// The continuation that gets the value.
    pub const REST: usize = 4;
    /// The number of the step.
    pub const STEP: usize = 6;
    /// The form.
    pub const FORM: usize = 7;
}

/// Frames of one continuation that are looked at.
const MOST_FRAMES: usize = 1_000_000;
/// Characters of an expression that are written.
const EXPRESSION: usize = 200;

/// What a level is doing.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Doing {
    /// It reads the next input.
    Reads,
    /// It waits for its next input.
    AtRepl,
    /// It was left at this expression, and goes on there with a value.
    Left(String),
    /// It waits for the value of this expression, which another level is at work for.
    Waits(String),
    /// Nothing of it remains: values pass it by.
    Ended,
}

/// The frames that a continuation will go on with, innermost first.
pub fn frames_of(continuation: Value) -> impl Iterator<Item = Frame> + use<> {
    let len = continuation.field(field::LEN).as_index().unwrap_or(0);
    let first = Under { segment: continuation.field(field::SEGMENT), len };
    let places = std::iter::successors(Some(first), |under| {
        (!under.segment.is_nil()).then(|| segment_parent(under.segment))
    });
    places.take_while(|under| !under.segment.is_nil()).flat_map(segment_walk)
}

/// The expression that a frame waits for, unless that is the library's or the tower's own.
fn own_expression(m: &Machine, frame: &Frame) -> Option<String> {
    let code = version_of_return(frame.ret).field(version::CODE);
    let is_library = code.is_a(Type::Code) && code.header().flags() & code::LIBRARY != 0;
    let point = point_of_return(frame.ret).filter(|_| !is_library)?;
    Some(written(m, point.form))
}

fn written(m: &Machine, form: Value) -> String {
    to_string_within(&m.heap, form, Style::Write, EXPRESSION)
}

/// The level that waits in a frame for what the level above it does, and what for, if the frame says.
pub(crate) fn climbed(m: &Machine, frame: &Frame) -> Option<(LevelId, Option<String>)> {
    let (kind, [_, host, datum]) = m.host_frame(frame)?;
    let kind = FrameKind::ALL[kind as usize];
    if !kind.is_climbed() {
        return None;
    }
    let call = |call: Value, name: &str| {
        let argument = written(m, call.cdr().car());
        Some(format!("({name} {argument})"))
    };
    let works_for = match kind {
        FrameKind::ReadForms => call(datum, "read-forms"),
        FrameKind::ReadFile => Some("(read-forms text)".to_owned()),
        FrameKind::Transform => call(datum, "transform"),
        FrameKind::TransformFile => call(datum.field(2), "transform"),
        FrameKind::PrintedOfInput | FrameKind::PrintedLast => Some("print-result".to_owned()),
        FrameKind::Em
        | FrameKind::Down
        | FrameKind::Below
        | FrameKind::Input
        | FrameKind::File
        | FrameKind::Part
        | FrameKind::Import
        | FrameKind::DefineLibrary
        | FrameKind::LibraryBody
        | FrameKind::Environment
        | FrameKind::Command => None,
    };
    Some((waiting::level(host), works_for))
}

/// The innermost expression of a continuation that a person wrote.
fn innermost(m: &Machine, continuation: Value) -> String {
    let mut frames = frames_of(continuation).take(MOST_FRAMES);
    let found = frames.find_map(|frame| own_expression(m, &frame));
    found.unwrap_or_else(|| "a value".to_owned())
}

/// The levels below the one that a continuation belongs to which wait inside of it, nearest first.
fn waiting_inside(m: &Machine, continuation: Value) -> Vec<(LevelId, String)> {
    let mut found: Vec<(LevelId, String)> = Vec::new();
    let mut open: Option<LevelId> = None;
    for frame in frames_of(continuation).take(MOST_FRAMES) {
        if let Some((level, works_for)) = climbed(m, &frame) {
            match works_for {
                Some(expression) => found.push((level, expression)),
                None => open = Some(level),
            }
        } else if let Some(level) = open
            && let Some(expression) = own_expression(m, &frame)
        {
            found.push((level, expression));
            open = None;
        }
    }
    found
}

/// Frames in which a `cont` is looked for.
const NEAREST_FRAMES: usize = 1000;

/// The step of a level that a continuation of the level above it is at work for: `(eval-var x)`. It is
/// known by the `cont` that the frames hold, if they still do.
fn step_worked_for(m: &Machine, continuation: Value, below: LevelId) -> Option<String> {
    frames_of(continuation).take(NEAREST_FRAMES).find_map(|frame| {
        let mut found = None;
        let mut look = |value: Value| found = found.take().or_else(|| step_of(m, value, below));
        frame.values(&mut |value| {
            look(value);
            if value.is_a(Type::Context) {
                (0..value.header().len()).for_each(|index| look(value.field(index)));
            }
        });
        found
    })
}

/// The step of a level that a `cont` gets the value of.
fn step_of(m: &Machine, value: Value, level: LevelId) -> Option<String> {
    let is_cont = value.is_a(Type::Builtin) && primitive_of(value) == Some(Primitive::Cont);
    if !is_cont || value.header().len() <= cont::FORM {
        return None;
    }
    let rest = value.field(cont::REST);
    let is_its = rest.is_a(Type::Continuation) && waiting::level(host_of(rest)) == level;
    let function = Function::ALL.get(value.field(cont::STEP).as_index()?)?;
    is_its.then(|| format!("({} {})", function.name(), written(m, value.field(cont::FORM))))
}

impl Tower {
    /// What each level is doing that anything has looked at, by its number.
    pub fn doings(&mut self) -> Vec<Doing> {
        let running = self.running();
        self.globals(running);
        let mut doings = vec![Doing::AtRepl; self.height() as usize];
        doings[running.index()] = Doing::Reads;
        let mut list = waiting::waiting(self.m.dynamic.host);
        for doing in &mut doings[running.above().index()..] {
            let (waits, rest) = waiting::nearest(list);
            *doing = match waits {
                Waiting::AtRepl => Doing::AtRepl,
                Waiting::Finished => Doing::Ended,
                Waiting::With(continuation) => Doing::Waits(innermost(&self.m, continuation)),
            };
            list = rest;
        }
        let mut level = running;
        while level.0 > 0 {
            level = self.doings_below(level, &mut doings);
        }
        doings
    }

    /// What the level below `level` was left at, and which levels wait inside of that; the lowest of them.
    fn doings_below(&mut self, level: LevelId, doings: &mut [Doing]) -> LevelId {
        let mut lowest = level.below();
        if self.paused(level).is_none() {
            return lowest;
        }
        let globals = self.globals(level);
        let expression = self.m.global_value(globals, "old-exp");
        doings[lowest.index()] = Doing::Left(written(&self.m, expression));
        let Some(continuation) = self.paused_continuation(level) else { return lowest };
        for (waits, expression) in waiting_inside(&self.m, continuation) {
            if waits < lowest && waits.0 >= 0 {
                doings[waits.index()] = Doing::Waits(expression);
                lowest = waits;
            }
        }
        let is_at_work = waiting::below(host_of(continuation)).is_vector();
        if is_at_work && lowest == level.below() && lowest.0 > 0 {
            lowest = lowest.below();
            let step = step_worked_for(&self.m, continuation, lowest);
            let above = format!("what level {} does", lowest.above().0);
            doings[lowest.index()] = Doing::Waits(step.unwrap_or(above));
        }
        lowest
    }

    /// The computation of the level below `level` that was left last, if it was left.
    pub(crate) fn paused_continuation(&self, level: LevelId) -> Option<Value> {
        let data = self.paused(level)?;
        let continuation = match data.is_pair() {
            // `rescue`, called by a program at this level: its `cont` holds the level below.
            true if data.cdr().is_a(Type::Builtin) => crate::moving::data_of(data.cdr())?,
            true => data.car(),
            false => data,
        };
        let is_it =
            continuation.is_a(Type::Continuation) && waiting::level(host_of(continuation)) < level;
        is_it.then_some(continuation)
    }
}
