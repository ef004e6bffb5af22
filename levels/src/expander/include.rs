//! Reading the files that `include` names.

use super::shape::{refuse, refuse_part};
use crate::condition::{Condition, Outcome};
use crate::layout::Type;
use crate::machine::Machine;
use crate::reader;
use crate::string;
use crate::value::Value;
use crate::world::Failure;

/// Files that may lead to one, each including the next.
const DEEPEST: usize = 200;

/// Whether the reader folds letters to lower case.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum FoldCase {
    /// `include`.
    No,
    /// `include-ci`.
    Yes,
}

/// The data of the file that `form` names by the string `file`: relative to the file where the form
/// was written, if that is known, else to the current directory.
pub fn read_included(
    m: &mut Machine,
    form: Value,
    file: Value,
    fold: FoldCase,
) -> Outcome<Vec<Value>> {
    if !file.is_a(Type::String) {
        return refuse_part(m, form, "include: each file must be a string", file);
    }
    let from = m.sources.form_span(form).map(|span| span.source);
    if m.sources.depth(from) >= DEEPEST {
        return refuse(form, "include: the files that include each other come to no end");
    }
    let path = resolve(m, form, string::to_rust(&m.heap, file));
    let text = match (m.expander.carried_text)(&path) {
        Some(text) => text.to_owned(),
        None => text_of_file(m, &path)?,
    };
    let text = match fold {
        FoldCase::No => text,
        FoldCase::Yes => format!("#!fold-case {text}"),
    };
    let source = m.sources.add_included(&path, text, from);
    let data = reader::read_all(&mut m.heap, &mut m.symbols, &mut m.sources, source);
    data.map_err(|error| error.in_file(&path))
}

fn text_of_file(m: &mut Machine, path: &str) -> Outcome<String> {
    let content = match m.world.read_whole(path, m.heap.room()) {
        Ok(content) => content,
        Err(Failure::Interrupted) => return Err(Box::new(Condition::Interrupted)),
        Err(Failure::Refused(kind)) => {
            return Err(Box::new(Condition::File { who: "include", path: path.to_owned(), kind }));
        }
    };
    String::from_utf8(content).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        Box::new(Condition::InvalidUtf8 { who: "include", offset })
    })
}

fn resolve(m: &Machine, form: Value, path: String) -> String {
    let name = m.sources.form_span(form).map_or("", |span| m.sources.name(span.source));
    match name.rfind('/') {
        Some(end) if !path.starts_with('/') => format!("{}{path}", &name[..=end]),
        Some(_) | None => path,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::world::testing::{remove_file, scratch, write_file};

    /// The first datum of a text kept under this name.
    fn read(m: &mut Machine, name: &str, text: &str) -> Value {
        let source = m.sources.add(name, text);
        reader::read_all(&mut m.heap, &mut m.symbols, &mut m.sources, source).unwrap()[0]
    }

    #[test]
    fn files_are_found_beside_the_including_file() {
        let mut m = Machine::new(1 << 28);
        let path = scratch("included.scm");
        write_file(&path, "X (y)");
        let name = path.rsplit('/').next().unwrap();
        let form = read(&mut m, &path, &format!("(include \"{name}\")"));
        let file = form.cdr().car();
        let data = read_included(&mut m, form, file, FoldCase::No).unwrap();
        assert_eq!(data[0], m.intern("X"));
        assert_eq!(m.sources.name(m.sources.form_span(data[1]).unwrap().source), path);
        let data = read_included(&mut m, form, file, FoldCase::Yes).unwrap();
        assert_eq!(data[0], m.intern("x"));
        write_file(&path, "(unfinished");
        let condition = read_included(&mut m, form, file, FoldCase::No).unwrap_err();
        assert!(matches!(*condition, Condition::Read { .. }));
        write_file(&path, [0xff]);
        let condition = read_included(&mut m, form, file, FoldCase::No).unwrap_err();
        assert!(matches!(*condition, Condition::InvalidUtf8 { .. }));
        remove_file(&path);
        let condition = read_included(&mut m, form, file, FoldCase::No).unwrap_err();
        assert!(matches!(*condition, Condition::File { .. }));
    }
}
