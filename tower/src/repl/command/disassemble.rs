//! `,disassemble`: the instructions of a procedure.

use super::evaluation::{self, After, one_form};
use super::{Answer, Description, Takes};
use crate::tower::Tower;
use levels::environment::UNIVERSE;
use levels::value::Value;

/// See the module's documentation.
pub(super) const COMMAND: Description = Description {
    word: ",disassemble",
    takes: Takes::Needed("NAME"),
    summary: super::source::COMMAND.summary,
    details: ",disassemble shows the instructions of NAME's procedure. NAME may be any
expression whose value is a procedure; it is compiled first if it has not been
called. As (display (disassemble NAME)) does.
",
    perform: disassemble,
};

fn disassemble(tower: &mut Tower, argument: &str) -> Answer {
    let form = match one_form(tower, COMMAND.word, argument) {
        Ok(form) => form,
        Err(answer) => return answer,
    };
    let builtin = tower.m.global_value(UNIVERSE, "disassemble");
    let call = tower.m.heap.list(&[builtin, form]);
    evaluation::evaluate_form(tower, call, After::Show, Value::FALSE)
}
