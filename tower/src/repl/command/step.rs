//! `,step`: an expression, one call of an evaluator function after the other.

use super::evaluation::{self, After, one_form};
use super::{Answer, Description, Takes};
use crate::tower::{Next, Tower};
use crate::voice::Voice;
use levels::environment::UNIVERSE;
use levels::value::Value;
use levels::world::FileId;

/// See the module's documentation.
pub(super) const COMMAND: Description = Description {
    word: ",step",
    takes: Takes::Needed("EXPR"),
    summary: "evaluate EXPR and show each evaluator call",
    details: "The calls of evaluator functions that EXPR leads to, indented as deep as they
wait for each other, each with its value. At a terminal each call waits: Enter
shows the next one, n goes on to the value of this one, o to that of the one
around it, q to the end. An EXPR that an error has left is stepped on when it is
resumed; (reset-level! LEVEL) ends that.
",
    perform: step,
};

fn step(tower: &mut Tower, argument: &str) -> Answer {
    let form = match one_form(tower, COMMAND.word, argument) {
        Ok(form) => form,
        Err(answer) => return answer,
    };
    let world = &mut tower.m.world;
    let is_typed = world.is_terminal(FileId::INPUT) && world.is_terminal(FileId::OUTPUT);
    let asks = Value::boolean(is_typed && tower.voice == Voice::Words);
    let stepping = tower.m.global_value(UNIVERSE, "%step");
    evaluation::wait(tower, After::Print, Value::FALSE);
    let flow = tower.m.enter_call(stepping, &[form, asks]);
    Answer::Ran(tower.drive(Next::Go(flow)))
}
