//! Commands that evaluate an expression, at the level that reads.
//!
//! Invariant: the expression is read by the pristine reader and not rewritten, so that no hook has a say
//! in a command. It is evaluated as an input is: its errors move up, Ctrl-C interrupts it, and what a
//! level above makes of it comes back to the command.

use super::{Answer, inspect, time};
use crate::frame::FrameKind;
use crate::report;
use crate::tower::{Next, Stop, Tower};
use levels::reader::ReadError;
use levels::value::Value;

/// What a command does with the value.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(i64)]
pub(super) enum After {
    /// Shows its parts.
    Inspect,
    /// Says what it took, and prints it.
    Time,
    /// Nothing.
    Load,
    /// Shows the text that it is.
    Show,
    /// Prints it.
    Print,
}

impl After {
    const ALL: [After; 5] = [After::Inspect, After::Time, After::Load, After::Show, After::Print];
}

/// The one form of a command's argument; else what is to be answered.
pub(super) fn one_form(tower: &mut Tower, word: &str, text: &str) -> Result<Value, Answer> {
    match tower.read_text(text) {
        Ok(forms) => match forms[..] {
            [form] => Ok(form),
            [] => Err(Answer::Lines(format!("{word} needs an expression, and is given none\n"))),
            [_, _, ..] => {
                let count = forms.len();
                Err(Answer::Lines(format!("{word} takes one expression, and is given {count}\n")))
            }
        },
        Err(ReadError::Incomplete { .. }) => Err(Answer::Incomplete),
        Err(error) => {
            tower.complain(&Box::from(error));
            Err(Answer::Lines(String::new()))
        }
    }
}

/// Evaluates the argument of a command; `note` is the command's own until the value is there.
pub(super) fn evaluate(
    tower: &mut Tower,
    word: &str,
    text: &str,
    after: After,
    note: fn(&mut Tower) -> Value,
) -> Answer {
    match one_form(tower, word, text) {
        Ok(form) => {
            let note = note(tower);
            evaluate_form(tower, form, after, note)
        }
        Err(answer) => answer,
    }
}

/// Evaluates a form for a command.
pub(super) fn evaluate_form(tower: &mut Tower, form: Value, after: After, note: Value) -> Answer {
    wait(tower, after, note);
    let level = tower.running();
    let scope = tower.scope(level);
    let flow = tower.m.enter_evaluation(form, scope, Value::NIL);
    Answer::Ran(tower.drive(Next::Go(flow)))
}

/// What is done next comes back to the command.
pub(super) fn wait(tower: &mut Tower, after: After, note: Value) {
    let data = [Value::fixnum(after as i64), note, Value::FALSE];
    tower.m.push_host_frame(FrameKind::Command as i64, data);
}

/// The value of a command's expression has come.
pub(crate) fn came(tower: &mut Tower, data: [Value; 3], value: Value) -> Next {
    let [after, note, _] = data;
    let lines = match After::ALL[after.fixnum_value() as usize] {
        After::Inspect => inspect::lines(&mut tower.m, value),
        After::Time => {
            let lines = time::lines(tower, note);
            tower.say_lines(&lines);
            return tower.print_of_input(value, Value::NIL);
        }
        After::Print => return tower.print_of_input(value, Value::NIL),
        After::Show if value == Value::UNSPECIFIED => String::new(),
        After::Load => String::new(),
        After::Show => report::text_of(&tower.m, value),
    };
    tower.say_lines(&lines);
    Next::Stop(Stop::Prompt(tower.running()))
}
