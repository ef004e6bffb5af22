//! How the tower says things: in words for people, or as JSON for programs, one object a line.
//!
//! Invariant: where the voice is `Json`, every line of standard output is one of these objects, whatever
//! a program writes, and they come in the order of what happened. `docs/json.md` says what they hold.

use crate::diagnostics::{self, Advice, Report, Span, Waiting};
use crate::report;
use crate::tower::Tower;
use crate::waiting::LevelId;
use json::{Object, unfinished};
use levels::condition::Outcome;
use levels::machine::Machine;
use levels::machine::continuation::values_of;
use levels::printer::{Ended, Style, print};
use levels::source::Place;
use levels::value::Value;
use levels::world::{Diversion, FileId};

pub mod json;

/// How the tower says things.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Voice {
    /// In words.
    #[default]
    Words,
    /// As JSON.
    Json,
}

/// What is to be said of a condition, once it is known where that leads.
pub(crate) enum News {
    /// The line about it.
    Line,
    /// What a program says of it.
    Words(Words),
    /// The object, which lacks where that leads.
    Json(Object),
}

/// What a program that called the pristine `rescue` says of a condition.
pub(crate) struct Words {
    /// What is wrong.
    pub(crate) sentence: String,
    /// That the level above goes on.
    pub(crate) notice: Option<String>,
}

impl Words {
    /// Lines that say where the condition leads, or only what is wrong.
    fn lines(&self, leads: Leads) -> String {
        let notice = match leads {
            Leads::Up(_) => self.notice.iter(),
            Leads::Back(_) | Leads::Nowhere => None.iter(),
        };
        [&self.sentence].into_iter().chain(notice).map(|line| format!("{line}\n")).collect()
    }
}

/// Where a condition leads.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Leads {
    /// Up, to the REPL of this level.
    Up(LevelId),
    /// Back to the REPL of this level.
    Back(LevelId),
    /// To the same prompt again, there being no levels.
    Nowhere,
}

impl Tower {
    /// From here on everything is said as JSON.
    pub fn speak_json(&mut self) {
        self.voice = Voice::Json;
        self.m.world.divert(FileId::OUTPUT, output_events());
        self.m.world.deny_terminal(FileId::OUTPUT, None);
    }

    /// Says a value of the level that runs.
    pub(crate) fn say_value(&mut self, value: Value) -> Outcome<()> {
        match self.voice {
            Voice::Words => {
                let width = report::width_of_results(self);
                match report::value_lines(&mut self.m, value, width)? {
                    Some(text) => report::say(&mut self.m, &text),
                    None => Ok(()),
                }
            }
            Voice::Json => {
                let values = values_of(value).into_iter();
                for value in values.filter(|value| *value != Value::UNSPECIFIED) {
                    let written = written(&self.m, value)?;
                    let event = self.event("result").text("value", &written);
                    emit(&mut self.m, &event)?;
                }
                Ok(())
            }
        }
    }

    /// Says lines that a command gives. Where the output refuses them there is nobody to be told.
    pub(crate) fn say_lines(&mut self, lines: &str) {
        let _ = match self.voice {
            Voice::Words => report::say(&mut self.m, lines),
            Voice::Json if lines.is_empty() => Ok(()),
            Voice::Json => {
                let event = self.event("text").text("text", lines);
                emit(&mut self.m, &event)
            }
        };
    }

    /// Notes what was read for the level that runs. In words the prompt and the person say it.
    pub(crate) fn say_input(&mut self, text: &str, continuation: bool) {
        if self.voice == Voice::Json {
            let kind = if continuation { "continuation" } else { "input" };
            let event = self.event(kind).text("text", text);
            // Where the output refuses it there is nobody to be told.
            let _ = emit(&mut self.m, &event);
        }
    }

    /// Notes how the process ends.
    pub(crate) fn say_end(&mut self, status: i32) {
        if self.voice == Voice::Json {
            let end = Object::default().text("type", "end").number("status", status.into());
            // Where the output refuses it there is nobody to be told.
            let _ = emit(&mut self.m, &end);
        }
    }

    /// What there is to say of a condition of the level that runs, raised where the machine stands; a
    /// person at a terminal is told the most of it at once.
    pub(crate) fn news(&mut self, object: Value) -> News {
        match self.voice {
            Voice::Words => {
                report::explain(self, object);
                News::Line
            }
            Voice::Json => {
                let report = report::of(self, object);
                News::Json(self.condition_event(&report, self.running()))
            }
        }
    }

    /// The same for a condition that a program hands to the pristine `rescue` at the level above, with
    /// what it says of it.
    pub(crate) fn news_from(
        &mut self,
        object: Value,
        level: LevelId,
        words: Option<Words>,
    ) -> News {
        match (self.voice, words) {
            (Voice::Words, None) => News::Line,
            (Voice::Words, Some(words)) => News::Words(words),
            (Voice::Json, words) => {
                let report = put_as(Report::of(&self.m, object), words);
                News::Json(self.condition_event(&report, level))
            }
        }
    }

    /// Says news of a condition.
    pub(crate) fn tell(&mut self, news: News, object: Value, leads: Leads) -> Outcome<()> {
        match (news, leads) {
            (News::Line, Leads::Up(level)) => {
                let line = report::line(&self.m, object, level);
                report::say(&mut self.m, &line)
            }
            (News::Line, Leads::Back(level)) => {
                let line = report::return_line(&self.m, object, level);
                report::say(&mut self.m, &line)
            }
            (News::Line, Leads::Nowhere) => {
                let line = report::sentence(&self.m, object);
                report::say(&mut self.m, &line)
            }
            (News::Words(words), leads) => report::say(&mut self.m, &words.lines(leads)),
            (News::Json(event), Leads::Up(level)) => {
                emit(&mut self.m, &event.number("moves-to", level.0))
            }
            (News::Json(event), Leads::Back(level)) => {
                emit(&mut self.m, &event.number("back-to", level.0))
            }
            (News::Json(event), Leads::Nowhere) => emit(&mut self.m, &event),
        }
    }

    /// Says the condition of a level that ends a script.
    pub(crate) fn tell_last(&mut self, object: Value, level: LevelId) {
        match self.voice {
            Voice::Words => report::print_last(self, object, level),
            Voice::Json => self.tell_report(object),
        }
    }

    /// The same where a program says it in words of its own.
    pub(crate) fn tell_last_in(&mut self, object: Value, level: LevelId, words: Option<Words>) {
        if words.is_none() {
            return self.tell_last(object, level);
        }
        let above = Some(level).filter(|level| level.0 > 0);
        let report = put_as(Report { above, ..Report::of(&self.m, object) }, words);
        match self.voice {
            Voice::Words => report::put(&mut self.m, &report),
            Voice::Json => self.emit_report(&report),
        }
    }

    /// Says what is wrong with an input; nothing moves.
    pub(crate) fn tell_refusal(&mut self, object: Value) {
        match self.voice {
            Voice::Words => {
                report::explain_text(&mut self.m, object);
                let line = report::sentence(&self.m, object);
                let _ = report::say(&mut self.m, &line);
            }
            Voice::Json => self.tell_report(object),
        }
    }

    fn tell_report(&mut self, object: Value) {
        let report = report::of(self, object);
        self.emit_report(&report);
    }

    fn emit_report(&mut self, report: &Report) {
        let event = self.condition_event(report, self.running());
        // Where the output refuses it there is nobody to be told.
        let _ = emit(&mut self.m, &event);
    }

    /// An event of the level that runs.
    fn event(&self, kind: &str) -> Object {
        let level = self.running().0;
        Object::default().number("level", level).text("type", kind)
    }

    fn condition_event(&self, report: &Report, level: LevelId) -> Object {
        let mut event = Object::default()
            .number("level", level.0)
            .text("type", "condition")
            .text("kind", &report.kind)
            .text("message", &report.message)
            .texts("irritants", &report.irritants);
        if let Some(expected) = &report.expected {
            event = event.text("expected", expected);
        }
        if let Some(found) = &report.found {
            event = event.text("found", found);
        }
        if let Some(span) = &report.span {
            event = event.object("span", &span_of(span));
        }
        if let Some(advice) = advice_of(report) {
            event = event.object("advice", &advice);
        }
        event.objects(
            "backtrace",
            report.backtrace.calls().map(|(call, times)| call_of(call, times)),
        )
    }
}

/// A report in a program's words, if it has any: what is known besides would be in other words.
fn put_as(report: Report, words: Option<Words>) -> Report {
    match words {
        Some(Words { sentence, .. }) => {
            let Report { kind, span, above, .. } = report;
            Report { message: sentence, kind, span, above, ..Report::default() }
        }
        None => report,
    }
}

/// What a person at a terminal is told besides, if it is anything.
fn advice_of(report: &Report) -> Option<Object> {
    let Advice { at, label, others: _, note, help } = diagnostics::advice(report);
    let words = [("label", label), ("note", note), ("help", help)];
    let is_said = at.is_some() || words.iter().any(|(_, words)| words.is_some());
    let mut advice = Object::default();
    for (key, words) in words {
        if let Some(words) = words {
            advice = advice.text(key, &words);
        }
    }
    if let Some(span) = at {
        advice = advice.object("span", &span_of(&span));
    }
    is_said.then_some(advice)
}

/// A call that waits.
fn call_of(call: &Waiting, times: usize) -> Object {
    let waiting =
        Object::default().text("expression", &call.expression).number("times", times as i64);
    match &call.span {
        Some(span) => waiting.object("span", &span_of(span)),
        None => waiting,
    }
}

/// Lines and columns from 1, columns in characters; the end is behind the last one.
fn span_of(span: &Span) -> Object {
    let text: &str = &span.text;
    let [start, end] =
        [span.start, span.end.max(span.start)].map(|byte| text.floor_char_boundary(byte));
    let first = Place::START.after(&text[..start]);
    let last = first.after(&text[start..end]);
    Object::default()
        .text("file", &span.file)
        .number("line", first.line.into())
        .number("column", first.column.into())
        .number("end-line", last.line.into())
        .number("end-column", last.column.into())
}

/// A value as `write` shows it.
fn written(m: &Machine, value: Value) -> Outcome<String> {
    let mut text = String::new();
    match print(&m.heap, value, Style::Write, &mut text) {
        Err(Ended::Stopped(cause)) => Err(cause.into()),
        // A string takes all it is given.
        Ok(()) | Err(Ended::Refused) => Ok(text),
    }
}

/// Writes an event, after the output that came before it.
fn emit(m: &mut Machine, event: &Object) -> Outcome<()> {
    let line = event.written() + "\n";
    let flushed = m.world.flush(FileId::OUTPUT);
    let written = flushed.and_then(|()| m.world.write_undiverted(FileId::OUTPUT, line.as_bytes()));
    written.map_err(|failure| levels::port::condition("the REPL", "standard output", failure))
}

/// What makes events of what a program writes.
fn output_events() -> Diversion {
    let mut pending: Vec<u8> = Vec::new();
    Box::new(move |bytes| {
        pending.extend_from_slice(bytes);
        let rest = pending.split_off(pending.len() - unfinished(&pending));
        let whole = std::mem::replace(&mut pending, rest);
        if whole.is_empty() {
            return Vec::new();
        }
        let text = String::from_utf8_lossy(&whole);
        let event = Object::default().text("type", "output").text("text", &text);
        (event.written() + "\n").into_bytes()
    })
}
