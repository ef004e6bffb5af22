//! The sessions on a page, which `tower check` plays again.

use crate::command::{run, tower};
use crate::tree::{read, root};

/// What is wrong with the sessions of the page at this path, if something is.
pub fn fault(path: &str) -> Option<String> {
    if !read(path).contains("\nlisp-0> ") {
        return None;
    }
    let page = root().join(path);
    let room = format!("sessions-{}", path.replace('/', "-"));
    let ended = run(&mut tower(&room, &["check", page.to_str().unwrap()]), b"");
    (!ended.status.success()).then(|| ended.output + &ended.errors)
}
