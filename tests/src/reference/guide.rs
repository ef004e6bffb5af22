//! The pages beside the reference: what they show is so, and what they refer to is there.

use std::path::Path;

use super::{example, session};
use crate::command::{run, tower};
use crate::tree::{Text, entries, name, read, root, texts};
use reflective_tower::reference::PAGES;

/// A page's examples and sessions.
#[track_caller]
fn check(page: &str) {
    let path = format!("docs/{page}.md");
    let text = read(&path);
    let mut faults = example::faults(&path, &text);
    faults.extend(session::fault(&path));
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

#[test]
fn the_tutorial() {
    check("tutorial");
}

/// And all the commands that there are.
#[test]
fn the_prompt() {
    check("repl");
    let help = run(&mut tower("guide-help", &["repl"]), b",help\n").output;
    let page = read("docs/repl.md");
    let commands: Vec<&str> =
        help.split_whitespace().filter(|word| word.starts_with(',')).collect();
    assert!(commands.len() > 10);
    let missing = commands.iter().filter(|word| !page.contains(&format!("`{word}")));
    assert_eq!(missing.collect::<Vec<_>>(), Vec::<&&str>::new());
}

#[test]
fn the_dialects() {
    check("dialects");
}

#[test]
fn the_limits() {
    check("limits");
}

/// The contents name every page by its title, in the order of the table.
#[test]
fn the_contents_name_every_page() {
    let contents = read("docs/README.md");
    let mut at = 0;
    for page in PAGES {
        let line = format!("\n- [{}](reference/{}.md)\n", page.title(), page.name);
        let found = contents.find(&line).unwrap_or_else(|| panic!("docs/README.md:{line}"));
        assert!(found >= at, "docs/README.md: {} stands elsewhere in the table", page.name);
        at = found;
    }
    for path in entries("docs").iter().filter(|path| path.is_file()) {
        let file = name(path);
        assert!(file == "README.md" || contents.contains(&format!("]({file})")), "{file}");
    }
    assert!(read("README.md").contains("(docs/README.md)"));
}

#[test]
fn every_link_leads_somewhere() {
    let mut faults = Vec::new();
    let folders = ["docs/", "examples/"];
    let inside = |file: &&Text| folders.iter().any(|folder| file.path.starts_with(folder));
    for file in texts(&[".md"]).iter().filter(inside) {
        let folder = Path::new(&file.path).parent().unwrap();
        for link in file.text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let path = link.split('#').next().unwrap_or("");
            if !link.contains("://") && !root().join(folder).join(path).is_file() {
                faults.push(format!("{}: {link}", file.path));
            }
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}
