//! `,env` and `,k`: the computation of a level that was left, its variables and who waits in it.

use super::inspect::procedure;
use super::rows::{self, Row, columns};
use super::{Answer, Description, Takes, counted, level_named};
use crate::diagnostics::Columns;
use crate::diagnostics::standing::Standing;
use crate::doing::{climbed, frames_of};
use crate::tower::Tower;
use crate::waiting::LevelId;
use levels::builtins::condition;
use levels::environment;
use levels::expander::scope::{globals_id, outermost};
use levels::layout::Type;
use levels::level::local;
use levels::machine::stack::Frame;
use levels::printer::{Style, to_string_within};
use levels::value::Value;

/// Its variables.
pub(super) const ENVIRONMENT: Description = Description {
    word: ",env",
    takes: Takes::Maybe("LEVEL"),
    summary: "where a level was left: the variables; who waits",
    details: ",env shows the variables where the level below was left, or LEVEL was left last:
what old-env is, innermost scope first. (eval 'x old-env) is one of them, and
(environment-assign! old-env 'x 5) assigns it. ,k shows who waits.
",
    perform: |tower, argument| with_level(tower, ENVIRONMENT.word, argument, environment),
};

/// Who waits in it.
pub(super) const CONTINUATION: Description = Description {
    word: ",k",
    takes: Takes::Maybe("LEVEL"),
    summary: ENVIRONMENT.summary,
    details: ",k shows what old-cont goes on with where the level below was left, or LEVEL was
left last: the expression, its line of source, the calls that wait for it; then
the levels further down that wait inside of that. ,env shows the variables.
",
    perform: |tower, argument| with_level(tower, CONTINUATION.word, argument, continuation),
};

/// Characters of a value that are written.
const WRITTEN: usize = 400;
/// Columns before the variables of a scope.
const INDENT: usize = 2;

/// What is said of the level that an argument names, or of the one below the one that reads.
fn with_level(
    tower: &mut Tower,
    word: &str,
    argument: &str,
    lines: fn(&mut Tower, LevelId) -> String,
) -> Answer {
    let below = || {
        let below = tower.running().below();
        (below.0 >= 0 || tower.paused(below.above()).is_some()).then_some(below)
    };
    let level = match level_named(word, argument) {
        Ok(named) => named.or_else(below),
        Err(answer) => return answer,
    };
    Answer::Lines(match level {
        None => "There is no level below.\n".to_owned(),
        Some(level) if tower.paused(level.above()).is_none() => {
            format!("Level {} was never left.\n", level.0)
        }
        Some(level) => lines(tower, level),
    })
}

/// What a variable of the level above says of a level that was left.
fn told(tower: &mut Tower, level: LevelId, name: &str) -> Value {
    let globals = tower.globals(level.above());
    tower.m.global_value(globals, name)
}

/// `level 0 was left at (car 5)`.
fn headline(tower: &mut Tower, level: LevelId) -> String {
    let expression = told(tower, level, "old-exp");
    let written = to_string_within(&tower.m.heap, expression, Style::Write, WRITTEN);
    let columns = columns(tower);
    let line = format!("level {} was left at {written}", level.0);
    crate::diagnostics::cut(&line, columns) + "\n"
}

fn environment(tower: &mut Tower, level: LevelId) -> String {
    let value = told(tower, level, "old-env");
    let mut lines = headline(tower, level);
    if !value.is_a(Type::Environment) {
        let written = to_string_within(&tower.m.heap, value, Style::Write, WRITTEN);
        let columns = columns(tower);
        let words = format!("old-env of level {} is no environment: {written}", level.0 + 1);
        return lines + "  " + &crate::diagnostics::cut(&words, columns - INDENT) + "\n";
    }
    let columns = columns(tower);
    let scopes = procedure::scopes(&mut tower.m, value);
    if scopes.is_empty() {
        lines.push_str("no local variables\n");
    }
    for (index, scope) in scopes.into_iter().enumerate() {
        lines.push_str(if index == 0 { "inside:\n" } else { "around that:\n" });
        let rows: Vec<Row> = scope.into_iter().map(|(name, value)| Row::new(name, value)).collect();
        lines.push_str(&rows::lines(&rows, INDENT, columns));
    }
    lines + &globals_around(tower, value)
}

/// What is around the local scopes of an environment.
fn globals_around(tower: &mut Tower, environment: Value) -> String {
    let globals = globals_id(outermost(environment.field(local::field::SCOPE)));
    let levels = (0..tower.height()).map(LevelId);
    let mut of_levels = levels.filter(|level| tower.globals_there_are(*level) == Some(globals));
    if let Some(level) = of_levels.next() {
        let count = tower.beyond_birth(level).len();
        let names = counted(count, "name");
        return format!("around all: the store of level {}, with {names} beyond birth\n", level.0);
    }
    let name = environment::globals(&tower.m, globals).name;
    let name = to_string_within(&tower.m.heap, name, Style::Write, WRITTEN);
    let count = environment::bound_names(&tower.m, globals).len();
    format!("around all: the environment {name}, which binds {}\n", counted(count, "name"))
}

fn continuation(tower: &mut Tower, level: LevelId) -> String {
    let mut lines = headline(tower, level);
    let columns = columns(tower);
    let object = told(tower, level, "condition");
    if object.is_true() {
        let words = condition::report(&tower.m.heap, object);
        for line in rows::wrapped(&words, columns - INDENT) {
            lines.push_str(&format!("  {line}\n"));
        }
    }
    let Some(continuation) = tower.paused_continuation(level.above()) else { return lines };
    let m = &tower.m;
    let mut frames = frames_of(continuation);
    loop {
        let mut next: Option<LevelId> = None;
        let is_here = |frame: &Frame| {
            next = climbed(m, frame).map(|(level, _)| level);
            next.is_none()
        };
        let here = frames.by_ref().take_while(is_here);
        let standing = Standing::of(m, here, &|data| tower.span_of_file(data));
        lines.push_str(&standing.lines(Columns(columns)));
        match next {
            None => return lines,
            Some(level) => lines.push_str(&format!("level {} waits for that\n", level.0)),
        }
    }
}
