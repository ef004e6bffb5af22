//! Files of code.

use levels::condition::{Condition, Outcome};
use levels::machine::Machine;
use levels::reader::Reader;

/// A reader of the code in the file at `path`.
pub fn open(m: &mut Machine, path: &str) -> Outcome<Reader> {
    let room = m.heap.room();
    let content = m
        .world
        .read_whole(path, room)
        .map_err(|failure| levels::port::condition("load", path, failure))?;
    reader(m, path, content)
}

/// A reader of code that is there already, under a name for diagnostics.
pub fn reader(m: &mut Machine, name: &str, content: Vec<u8>) -> Outcome<Reader> {
    match String::from_utf8(content) {
        Ok(text) => {
            let source = m.sources.add(name, text);
            Ok(Reader::new(&m.sources, source))
        }
        Err(error) => {
            let offset = error.utf8_error().valid_up_to();
            let kind = format!("not UTF-8 at byte {offset}");
            Err(Box::new(Condition::File { who: "load", path: name.to_owned(), kind }))
        }
    }
}
