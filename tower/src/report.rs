//! What the tower says: values, moves and diagnostics.

use crate::tower::Tower;
use crate::waiting::LevelId;
use levels::condition::{Condition, Outcome};
use levels::layout::Type;
use levels::machine::Machine;
use levels::machine::control::values_of;
use levels::port::{Given, output};
use levels::printer::{self, Style};
use levels::value::Value;

/// A condition's message and irritants, written out; any other object is what was raised.
pub fn parts(m: &Machine, object: Value) -> (String, Vec<String>) {
    if !object.is_a(Type::Condition) {
        return ("raised".to_string(), vec![printer::to_string(&m.heap, object, Style::Write)]);
    }
    let message = printer::to_string(&m.heap, object.field(1), Style::Display);
    let mut irritants = Vec::new();
    let mut rest = object.field(2);
    while rest.is_pair() {
        irritants.push(printer::to_string(&m.heap, rest.car(), Style::Write));
        rest = rest.cdr();
    }
    (message, irritants)
}

/// `MESSAGE: IRRITANTS — moving up to level N`, with the end of the line.
pub fn line(m: &Machine, object: Value, level: LevelId) -> String {
    let (message, irritants) = parts(m, object);
    let colon = if irritants.is_empty() { "" } else { ": " };
    format!("{message}{colon}{} — moving up to level {}\n", irritants.join(" "), level.0)
}

/// `MESSAGE: IRRITANTS`, with the end of the line.
pub fn sentence(m: &Machine, object: Value) -> String {
    let (message, irritants) = parts(m, object);
    let colon = if irritants.is_empty() { "" } else { ": " };
    format!("{message}{colon}{}\n", irritants.join(" "))
}

/// A value as the REPL prints it, with the end of the line; nothing for the unspecified value.
pub fn value_lines(m: &Machine, value: Value) -> Option<String> {
    let values = values_of(value);
    let mut text = String::new();
    for value in values {
        if value != Value::UNSPECIFIED {
            text.push_str(&printer::to_string(&m.heap, value, Style::Write));
            text.push('\n');
        }
    }
    (!text.is_empty()).then_some(text)
}

/// Writes whole lines to standard output, after the end of the line that is there.
pub fn say(m: &mut Machine, lines: &str) -> Outcome<()> {
    let given = || Given { who: "the REPL", position: 1, port: m.standard_output };
    let (first, second) = (given(), given());
    output::fresh_line(m, first)?;
    output::text(m, second, lines)
}

/// The expression that failed with `object` at the callee position.
pub fn expression(m: &mut Machine, _object: Value) -> Value {
    m.point_here().map_or(Value::FALSE, |point| point.form)
}

/// Prints the diagnostic of an error that nobody handled to standard error.
pub fn print(tower: &mut Tower, object: Value) {
    let (message, irritants) = parts(&tower.m, object);
    let colon = if irritants.is_empty() { "" } else { ": " };
    let _ = tower.m.world.flush_all();
    eprintln!("tower: {message}{colon}{}", irritants.join(" "));
}

/// Says on standard error what went wrong outside of the program.
pub fn alarm(tower: &Tower, condition: &Condition) {
    let _ = (tower, condition);
    eprintln!("tower: {condition:?}");
}
