//! The suite's programs on a machine that is checked while it runs: 8 KB of stack, a collection and
//! poison at each of the first 100,000 polls and at random ones after those; and with one request
//! for memory refused. CI runs all of them, otherwise one in eight does.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::command::{Ended, run, tower};
use crate::tree::{entries, name, read, root};
use crate::{corpus, transcript, whole};

/// Collections at each of so many polls, and after those at one in so many.
const POLLS: &str = "100000,1000";

/// What runs of a list: every eighth item, unless all is wanted.
fn slice(items: Vec<String>) -> Vec<String> {
    if whole() { items } else { items.into_iter().step_by(8).collect() }
}

/// Hands the items to as many threads as there are processors; fails at the end if any did.
fn each(items: &[String], check: impl Fn(&str) + Sync) {
    let (next, failed) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let threads = thread::available_parallelism().map_or(1, usize::from);
    let work = || {
        while let Some(item) = items.get(next.fetch_add(1, Ordering::Relaxed)) {
            if catch_unwind(AssertUnwindSafe(|| check(item))).is_err() {
                failed.lock().unwrap().push(item.clone());
            }
        }
    };
    thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
    let failed = failed.into_inner().unwrap();
    assert!(failed.is_empty(), "{failed:?}");
}

#[test]
fn programs_and_sessions() {
    let checked = [("TOWER_STRESS", POLLS)];
    each(&slice(corpus::names()), |name| corpus::check_with(name, "checked", &checked));
    each(&transcript::names(), |name| transcript::check_with(name, "checked", &checked));
}

#[test]
fn benchmarks() {
    let programs = entries("tests/bench/programs");
    let programs = programs.iter().filter_map(|path| name(path).strip_suffix(".scm"));
    each(&slice(programs.map(str::to_owned).collect()), |name| {
        let [usual, checked] = [None, Some(POLLS)].map(|stress| bench(name, stress));
        assert!(usual.status.success(), "{name}: {usual:?}");
        assert_eq!(usual.output, checked.output, "{name}: {}", checked.errors);
    });
}

/// Runs a benchmark at the size for smoke runs.
fn bench(name: &str, stress: Option<&str>) -> Ended {
    let text = read(&format!("tests/bench/programs/{name}.scm"));
    let size = text.split_once("smoke=").unwrap().1.split_whitespace().next().unwrap();
    let full = text.lines().find(|line| line.starts_with("(define n ")).unwrap();
    let program = text.replacen(full, &format!("(define n {size})"), 1);
    let room = format!("checked-{name}-{}", stress.is_some());
    let mut command = tower(&room, &["prog.scm"]);
    let path = command.get_current_dir().unwrap().join("prog.scm");
    fs::write(path, read("tests/bench/preludes/tower.scm") + &program).unwrap();
    run(command.envs(stress.map(|polls| ("TOWER_STRESS", polls))), b"")
}

/// A program whose request for memory is refused raises a condition or does without; it never
/// crashes.
#[test]
fn refused_memory() {
    let counts = if whole() { 1..200 } else { 1..12 };
    each(&slice(corpus::names()), |name| {
        let program = root().join(format!("tests/corpus/{name}.scm"));
        for count in counts.clone().step_by(3) {
            let room = format!("refused-{count}-{}", name.replace('/', "-"));
            let mut command = tower(&room, &[program.to_str().unwrap()]);
            let variables =
                [("TOWER_STRESS", "0,100000"), ("TOWER_STRESS_FAIL", &count.to_string())];
            let ended = run(command.envs(variables), b"");
            assert!(
                ended.status.code().is_some_and(|code| code != 101),
                "{name}, request {count}: {ended:?}"
            );
        }
    });
}
