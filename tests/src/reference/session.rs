//! The sessions on a page, which `tower check` plays again. A block of Scheme that has a file's name after
//! the word `scheme` is that file, beside the sessions.

use std::fs;
use std::path::Path;

use crate::command::{run, tower};
use crate::tree::{read, root};

/// What is wrong with the sessions of the page at this path, if something is.
pub fn fault(path: &str) -> Option<String> {
    fault_with(path, &[])
}

/// The same where the sessions are started with these options.
pub fn fault_with(path: &str, options: &[&str]) -> Option<String> {
    let text = read(path);
    if !text.contains("\nlisp-0> ") {
        return None;
    }
    let page = root().join(path);
    let room = format!("sessions-{}-{}", path.replace('/', "-"), options.len());
    let arguments = [&["check"], options, &[page.to_str().unwrap()]].concat();
    let mut command = tower(&room, &arguments);
    write_files(&text, command.get_current_dir().unwrap());
    let ended = run(&mut command, b"");
    (!ended.status.success()).then(|| ended.output + &ended.errors)
}

/// Writes the files that stand on a page into this folder.
fn write_files(page: &str, folder: &Path) {
    for block in page.split("\n```scheme ").skip(1) {
        let (name, rest) = block.split_once('\n').unwrap();
        let text = rest.split("\n```").next().unwrap();
        fs::write(folder.join(name), format!("{text}\n")).unwrap();
    }
}
