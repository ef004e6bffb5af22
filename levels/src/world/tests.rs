use super::testing::scratch;
use super::*;
use std::path::{Path, PathBuf};

/// Words of the standard library that only this folder may say.
const OUTSIDE: &[&str] = &[
    concat!("std::", "fs"),
    concat!("std::", "env"),
    concat!("std::", "time"),
    concat!("std::", "process"),
    concat!("std::", "net"),
    concat!("io::", "stdin"),
    concat!("io::", "stdout"),
    concat!("io::", "stderr"),
    concat!("Inst", "ant"),
    concat!("System", "Time"),
    concat!("rand", "::"),
    concat!("Random", "State"),
];

/// What is known when the program is built comes from nowhere outside.
const AT_COMPILE_TIME: &str = concat!("std::env", "::consts");

fn source_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            source_files(&path, found);
        } else {
            found.push(path);
        }
    }
}

#[test]
fn nothing_else_looks_outside() {
    let sources = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = Vec::new();
    source_files(&sources, &mut files);
    assert!(files.len() > 20);
    let in_sources = |file: &PathBuf| file.strip_prefix(&sources).map(Path::to_owned);
    let is_test = |file: &PathBuf| {
        in_sources(file).is_ok_and(|path| path.components().any(|part| part.as_os_str() == "tests"))
    };
    let inside = |file: &&PathBuf| !file.starts_with(sources.join("world")) && !is_test(file);
    for file in files.iter().filter(inside) {
        let text = std::fs::read_to_string(file).unwrap().replace(AT_COMPILE_TIME, "");
        for word in OUTSIDE {
            assert!(!text.contains(word), "{} mentions {word}", file.display());
        }
    }
}

#[test]
fn files_are_written_read_renamed_listed_and_deleted() {
    let mut world = World::default();
    let (path, other) = (scratch("world-one"), scratch("world-two"));
    for (mode, text) in [(Mode::Write, "lost"), (Mode::Write, "a"), (Mode::Append, "λ")] {
        let file = world.open(&path, mode).unwrap();
        world.write(file, text.as_bytes()).unwrap();
        world.close(file).unwrap();
    }
    world.rename(&path, &other).unwrap();
    assert_eq!((world.exists(&path), world.exists(&other)), (false, true));
    assert_eq!(world.read_whole(&other, 3).unwrap(), "aλ".as_bytes());
    assert!(matches!(world.read_whole(&other, 2), Err(Failure::Refused(_))));
    let folder = Path::new(&other).parent().unwrap().to_string_lossy().into_owned();
    let names = world.list_directory(&folder).unwrap();
    assert!(names.is_sorted() && names.iter().any(|name| other.ends_with(name.as_str())));
    world.delete(&other).unwrap();
    let refusal = Failure::Refused("no such file or directory".to_owned());
    assert_eq!(world.delete(&other), Err(refusal.clone()));
    assert_eq!(world.read_whole(&other, 1 << 20), Err(refusal));
    assert!(matches!(world.read_whole(&folder, 1 << 20), Err(Failure::Refused(_))));
}

#[test]
fn a_full_disk_fails_once_and_is_told() {
    let mut world = World::default();
    let file = world.open("/dev/full", Mode::Append).unwrap();
    assert_eq!(world.write(file, b"x"), Ok(()));
    let full = Failure::Refused("no space left on device".to_owned());
    assert_eq!(world.flush(file), Err(full.clone()));
    assert_eq!(world.flush(file), Ok(()));
    world.write(file, b"x").unwrap();
    assert_eq!(world.close(file), Err(full));
    assert!(world.read(file).is_err());
}

#[test]
fn a_seed_gives_the_same_numbers_and_clocks_do_not_go_back() {
    let (mut one, mut two) = (World::default(), World::default());
    one.set_seed(7);
    two.set_seed(7);
    let first: Vec<u64> = (0..10).map(|_| one.random_bits()).collect();
    assert!(first.iter().all(|bits| *bits == two.random_bits()));
    let state = one.random_state();
    let bits = one.random_bits();
    two.set_random_state(state);
    assert_eq!(two.random_bits(), bits);
    assert_ne!(World::default().random_bits(), World::default().random_bits());
    let before = one.nanoseconds();
    assert!(one.nanoseconds() >= before && one.current_second() > 1.6e9);
    assert!((0.0..1.0).contains(&one.random_unit()));
}
