//! What the tower says: values, moves and diagnostics.

use crate::diagnostics::{self, Columns, Elsewhere, Report, Span};
use crate::frame::FrameKind;
use crate::tower::{Manner, Tower};
use crate::waiting::LevelId;
use levels::builtins::condition;
use levels::condition::{Condition, Outcome};
use levels::environment::{self, CellState, cell};
use levels::machine::Machine;
use levels::machine::continuation::values_of;
use levels::port::{Given, output};
use levels::printer::{self, Ended, Style};
use levels::reader::Refused;
use levels::source::Place;
use levels::value::Value;
use levels::world::FileId;

/// `MESSAGE: IRRITANTS — moving up to level N`, with the end of the line.
pub fn line(m: &Machine, object: Value, level: LevelId) -> String {
    format!("{} — moving up to level {}\n", condition::report(&m.heap, object), level.0)
}

/// `MESSAGE: IRRITANTS — back at level N`, with the end of the line.
pub fn return_line(m: &Machine, object: Value, level: LevelId) -> String {
    format!("{} — back at level {}\n", condition::report(&m.heap, object), level.0)
}

/// `MESSAGE: IRRITANTS`, with the end of the line.
pub fn sentence(m: &Machine, object: Value) -> String {
    condition::report(&m.heap, object) + "\n"
}

/// The text that a value displays as, its last line ended.
pub fn text_of(m: &Machine, value: Value) -> String {
    let mut text = printer::to_string(&m.heap, value, Style::Display);
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

/// A value as the REPL prints it, with the end of the line; nothing for the unspecified value. What is
/// longer than `width` columns is on several lines, if there is a width.
pub fn value_lines(m: &mut Machine, value: Value, width: Option<usize>) -> Outcome<Option<String>> {
    let values = values_of(value);
    let mut text = String::new();
    for value in values {
        if value != Value::UNSPECIFIED {
            let start = text.len();
            // A string takes all it is given.
            if let Err(Ended::Stopped(cause)) =
                printer::print(&m.heap, value, Style::Write, &mut text)
            {
                return Err(cause.into());
            }
            let width = width.filter(|width| text[start..].chars().count() > *width);
            let lines = width.map(|width| in_lines(m, value, width)).transpose()?.flatten();
            if let Some(lines) = lines {
                text.replace_range(start.., &lines);
            }
            text.push('\n');
        }
    }
    Ok((!text.is_empty()).then_some(text))
}

/// A value on lines of at most so many columns, unless memory is short.
fn in_lines(m: &mut Machine, value: Value, width: usize) -> Outcome<Option<String>> {
    match printer::pretty(&mut m.heap, value, width) {
        Ok(lines) => Ok(Some(lines)),
        Err(condition) if matches!(*condition, Condition::OutOfMemory { .. }) => Ok(None),
        Err(condition) => Err(condition),
    }
}

/// The columns of the terminal to which a person's results go, if they do.
pub fn width_of_results(tower: &mut Tower) -> Option<usize> {
    let port = tower.m.standard_output;
    let is_elsewhere = levels::port::is_output_memory(port, levels::port::Content::Textual);
    let is_seen = tower.manner == Manner::Interactive && !is_elsewhere;
    is_seen.then(|| tower.m.world.columns(FileId::OUTPUT)).flatten()
}

/// Writes whole lines to standard output, after the end of the line that is there.
pub fn say(m: &mut Machine, lines: &str) -> Outcome<()> {
    let given = || Given { who: "the REPL", position: 1, port: m.standard_output };
    let (first, second) = (given(), given());
    output::fresh_line(m, first)?;
    Ok(output::text(m, second, lines)?)
}

/// To a person at a terminal: the diagnostic of an error that nobody handled, before the line about
/// it. Sessions that are piped have that line alone.
pub fn explain(tower: &mut Tower, object: Value) {
    if is_watched(&mut tower.m) {
        print(tower, object);
    }
}

/// To a person at a terminal: the diagnostic of a text that the reader refused.
pub fn explain_text(m: &mut Machine, object: Value) {
    let mut report = Report::of(m, object);
    place_of_text(m, &mut report);
    if report.span.is_some() && is_watched(m) {
        put(m, &report);
    }
}

/// Whether a person sees what is written.
fn is_watched(m: &mut Machine) -> bool {
    m.world.is_terminal(FileId::OUTPUT) && m.world.is_terminal(FileId::ERROR)
}

/// Prints the diagnostic of an error that nobody handled to standard error.
pub fn print(tower: &mut Tower, object: Value) {
    let report = of(tower, object);
    put(&mut tower.m, &report);
}

/// The same for the error that ends a script, of a level that is named unless it is the program's.
pub fn print_last(tower: &mut Tower, object: Value, level: LevelId) {
    let report = Report { above: Some(level).filter(|level| level.0 > 0), ..of(tower, object) };
    put(&mut tower.m, &report);
}

/// What is known of an error that nobody handled, where the machine stands.
pub fn of(tower: &mut Tower, object: Value) -> Report {
    let scope = tower.globals(tower.running());
    let form_of_file = |data| tower.span_of_file(data);
    let mut report = Report::at(&tower.m, object, scope, &form_of_file);
    if report.kind == "read" {
        place_of_text(&tower.m, &mut report);
    }
    if report.span.is_none() {
        let mut files = tower.m.host_frames().filter(|(kind, _)| *kind == FrameKind::File as i64);
        let form = files.next().and_then(|(_, data)| form_of_file(data));
        report.span = form.map(|span| Span::of(&tower.m.sources, span));
    }
    if report.kind == "unbound-variable" {
        report.elsewhere = other_level(tower, object);
        report.exports.extend(tower.libraries.exports(&tower.m));
    }
    if report.kind == "file" {
        report.files = neighbours(&mut tower.m, &report);
    }
    report
}

/// The report of a refused text is about the place in that text.
fn place_of_text(m: &Machine, report: &mut Report) {
    let Some(Refused { span, others, .. }) = &m.sources.refused else { return };
    let Place { line, column, .. } = m.sources.place(span.source, span.start);
    if !report.message.contains(&format!("(line {line}, column {column})")) {
        return;
    }
    report.span = Some(Span::of(&m.sources, *span));
    let other = |(span, what): &(_, _)| (Span::of(&m.sources, *span), *what);
    report.others = others.iter().map(other).collect();
}

/// The level nearest to the one that runs which binds the name that an error is about.
fn other_level(tower: &Tower, object: Value) -> Option<Elsewhere> {
    let looked_for = tower.running();
    let irritants = object.field(condition::IRRITANTS);
    let name = irritants.is_pair().then(|| irritants.car())?;
    let binds = |level: &LevelId| {
        let globals = tower.globals_there_are(*level);
        let cell = globals.and_then(|id| environment::globals(&tower.m, id).find(name));
        cell.is_some_and(|cell| cell::state(cell) != CellState::Unbound)
    };
    let below = (0..looked_for.0).rev().map(LevelId);
    let bound = below.chain([looked_for.above()]).find(binds)?;
    Some(Elsewhere { bound, looked_for })
}

/// The names of the files in the folder in which one was looked for.
fn neighbours(m: &mut Machine, report: &Report) -> Vec<String> {
    let path = report.irritants.first().map_or("", |path| path.trim_matches('"'));
    let folder = path.rsplit_once('/').map_or(".", |(folder, _)| folder);
    m.world.list_directory(folder).unwrap_or_default()
}

/// Says on standard error what went wrong outside of the program.
pub fn alarm(tower: &mut Tower, condition: &Condition) {
    let object = condition::to_object(&mut tower.m, condition);
    let report = Report::of(&tower.m, object);
    put(&mut tower.m, &report);
}

/// Writes a diagnostic, after all the output that came before it. Where standard error cannot be
/// written, there is nobody to be told.
pub(crate) fn put(m: &mut Machine, report: &Report) {
    let given = |port| Given { who: "write-string", position: 2, port };
    if is_watched(m) {
        let _ = output::fresh_line(m, given(m.standard_output));
    }
    let _ = m.world.flush_all();
    let (style, columns) = look(m);
    let text = diagnostics::render(report, style, columns);
    let _ = output::fresh_line(m, given(m.standard_error));
    let _ = output::text(m, given(m.standard_error), &text);
    let _ = m.world.flush_all();
}

/// Columns of a line that goes to a file or a pipe.
const COLUMNS: Columns = Columns(100);

/// How a diagnostic is drawn on standard error.
fn look(m: &mut Machine) -> (diagnostics::Style, Columns) {
    if !m.world.is_terminal(FileId::ERROR) {
        return (diagnostics::Style::Plain, COLUMNS);
    }
    let columns = m.world.columns(FileId::ERROR).map_or(COLUMNS, Columns);
    let no_colour = m.world.environment_variable("NO_COLOR").is_some_and(|value| !value.is_empty());
    let style = match m.world.environment_variable("TERM").as_deref() {
        Some("dumb") => diagnostics::Style::Plain,
        Some(_) | None if no_colour => diagnostics::Style::Drawn,
        Some(_) | None => diagnostics::Style::Coloured,
    };
    (style, columns)
}
