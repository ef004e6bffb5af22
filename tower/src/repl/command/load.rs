//! `,load`: a file's forms, evaluated at the level that reads.

use super::evaluation::{self, After};
use super::{Answer, Description, Takes};
use crate::tower::{Next, Tower};
use levels::value::Value;

/// See the module's documentation.
pub(super) const COMMAND: Description = Description {
    word: ",load",
    takes: Takes::Needed("FILE"),
    summary: "evaluate the forms of FILE here",
    details: "FILE is a path, with or without quotation marks around it. As (load \"FILE\")
does, whatever `load` is bound to; where the file cannot be read nothing moves.
",
    perform: load,
};

fn load(tower: &mut Tower, argument: &str) -> Answer {
    let quoted = argument.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    match crate::source_file::open(&mut tower.m, quoted.unwrap_or(argument)) {
        Err(condition) => {
            tower.complain(&condition);
            Answer::Lines(String::new())
        }
        Ok(reader) => {
            evaluation::wait(tower, After::Load, Value::FALSE);
            let level = tower.running();
            let scope = tower.scope(level);
            let flow = tower.start_reader(reader, scope);
            Answer::Ran(tower.drive(Next::Go(flow)))
        }
    }
}
