//! `,trace` and `,untrace`: the calls of procedures, printed as they are made.

use super::evaluation::{self, After};
use super::{Answer, Description, Takes};
use crate::tower::Tower;
use levels::environment::UNIVERSE;
use levels::expander::scope::is_identifier;
use levels::reader::ReadError;
use levels::value::Value;

/// See the module's documentation.
pub(super) const COMMAND: Description = Description {
    word: ",trace",
    takes: Takes::Maybe("NAME …"),
    summary: "print each call of these procedures; do so no longer",
    details: "And what each returns, indented as deep as calls wait for each other. Of no
names: the names that are traced. As (trace NAME …) does, whatever `trace` is
bound to.
",
    perform: |tower, names| apply(tower, COMMAND.word, "%trace", names),
};

/// The end of it.
pub(super) const UNTRACE: Description = Description {
    word: ",untrace",
    takes: Takes::Maybe("NAME …"),
    summary: COMMAND.summary,
    details: "Of no names: of all. As (untrace NAME …) does, whatever `untrace` is bound to.\n",
    perform: |tower, names| apply(tower, UNTRACE.word, "%untrace", names),
};

fn apply(tower: &mut Tower, word: &str, procedure: &str, names: &str) -> Answer {
    let names = match tower.read_text(names) {
        Ok(names) if names.iter().all(|name| is_identifier(*name)) => names,
        Ok(_) | Err(ReadError::Incomplete { .. }) => {
            return Answer::Lines(format!("{word} takes names of procedures\n"));
        }
        Err(error) => {
            tower.complain(&Box::from(error));
            return Answer::Lines(String::new());
        }
    };
    let procedure = tower.m.global_value(UNIVERSE, procedure);
    let list = tower.m.heap.list(&names);
    evaluation::wait(tower, After::Show, Value::FALSE);
    let flow = tower.m.enter_call(procedure, &[list]);
    Answer::Ran(tower.drive(crate::tower::Next::Go(flow)))
}
