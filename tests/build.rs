//! Makes a test of every program in `corpus/`, `mistakes/`, `examples/` and `papers/` and every session in `transcripts/`,
//! `sessions/`, `examples/` and `papers/`, so that each is listed, chosen and ignored like any other.

use std::collections::BTreeMap;
use std::path::Path;
use std::{env, fs, io};

/// The folder, the ending of the files that are tests, the module that checks them, and the ending of
/// what must stand beside a file for it to be a test.
const KINDS: [(&str, &str, &str, &str); 8] = [
    ("corpus", ".scm", "corpus", "out"),
    ("transcripts", ".in", "transcript", "out"),
    ("sessions", ".in", "model", "out"),
    ("mistakes", ".scm", "mistakes", "scm"),
    ("../examples", ".scm", "examples", "out"),
    ("../examples", ".in", "examples", "out"),
    ("../papers", ".scm", "papers", "out"),
    ("../papers", ".in", "papers", "out"),
];

fn main() -> io::Result<()> {
    // By module: a folder may have programs and sessions.
    let mut tests: BTreeMap<&str, String> = BTreeMap::new();
    for (folder, ending, checker, beside) in KINDS {
        println!("cargo::rerun-if-changed={folder}");
        let mut names = Vec::new();
        collect(Path::new(folder), "", (ending, beside), &mut names)?;
        names.sort();
        let module = tests.entry(folder.trim_start_matches("../")).or_default();
        for name in names {
            let text = fs::read(format!("{folder}/{name}{ending}"))?;
            *module += &test(checker, &name, &String::from_utf8_lossy(&text));
        }
    }
    let modules = tests.iter().map(|(module, tests)| format!("mod {module} {{\n{tests}}}\n"));
    let code: String = modules.collect();
    let out = env::var_os("OUT_DIR").ok_or(io::ErrorKind::NotFound)?;
    fs::write(Path::new(&out).join("each.rs"), code)
}

/// One test function. Its name is the file's in small letters, with what an identifier cannot have
/// replaced.
fn test(checker: &str, name: &str, text: &str) -> String {
    let word = |c: char| if c.is_alphanumeric() { c } else { '_' };
    let function: String = name.to_lowercase().chars().map(word).collect();
    let mut comment = text.lines().take_while(|line| line.starts_with([';', '#']));
    let ignore = match comment.find_map(|line| line.split_once("needs: ")) {
        Some((_, words)) => format!("#[ignore = {:?}]\n", format!("needs {}", words.trim())),
        None => String::new(),
    };
    format!("#[test]\n{ignore}fn t_{function}() {{ crate::{checker}::check({name:?}) }}\n")
}

/// The paths from `folder` of the files with that ending, without it.
fn collect(
    folder: &Path,
    prefix: &str,
    (ending, beside): (&str, &str),
    names: &mut Vec<String>,
) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if path.is_dir() {
            collect(&path, &format!("{prefix}{name}/"), (ending, beside), names)?;
        } else if let Some(stem) = name.strip_suffix(ending) {
            // What says nowhere what it should give is part of something else.
            if path.with_extension(beside).exists() {
                names.push(format!("{prefix}{stem}"));
            }
        }
    }
    Ok(())
}
