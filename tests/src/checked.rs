//! The suite's programs on a machine that is checked while it runs (`levels::machine::stress`): 8 KB
//! of stack, a collection and poison at each of the first 100,000 polls and at random ones after
//! those, journeys to snapshots, environments asked for; and with memory refused somewhere. CI runs
//! all of them, otherwise one in eight does.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use crate::command::{Ended, run, tower};
use crate::reference::pages;
use crate::tree::{entries, name, read, root};
use crate::{corpus, examples, transcript, whole};

/// Collections at each of so many polls, and after those at one in so many.
const POLLS: &str = "100000,1000";
/// One poll in so many asks for the environment of what runs.
const REIFIED: &str = "50";

/// What runs of a list: every eighth item, unless all is wanted.
pub fn slice(items: Vec<String>) -> Vec<String> {
    if whole() { items } else { items.into_iter().step_by(8).collect() }
}

/// Hands the items to as many threads as there are processors; fails at the end if any did.
pub fn each(items: &[String], check: impl Fn(&str) + Sync) {
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
    let checked = [("TOWER_STRESS", POLLS), ("TOWER_STRESS_REIFY", REIFIED)];
    each(&slice(corpus::names()), |name| corpus::check_with(name, "checked", &checked));
    each(&transcript::names(), |name| transcript::check_with(name, "checked", &checked));
    each(&examples::names(), |name| examples::check_with(name, "checked", &checked));
}

#[test]
fn examples_of_the_reference() {
    let checked = [("TOWER_STRESS", POLLS)];
    each(&slice(pages::names()), |name| pages::check_with(name, "checked", &checked));
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

/// A program whose request for memory is refused, or that finds memory exhausted at a poll, raises a
/// condition or does without; it never crashes. Small programs with each place in turn are the tower's own tests'.
#[test]
fn refused_memory() {
    let seed = seed();
    println!("TOWER_SUITE_SEED={seed}");
    let tries = if whole() { 12 } else { 3 };
    each(&slice(corpus::names()), |name| {
        let program = root().join(format!("tests/corpus/{name}.scm"));
        refuse(name, &[program.to_str().unwrap()], "", tries, seed);
    });
    each(&slice(transcript::names()), |name| {
        let input = read(&format!("tests/transcripts/{name}.in"));
        refuse(name, &["repl", "--echo"], &input, tries * 3, seed);
    });
}

/// More than nearly all of the programs take; a loop without end soon has used it up, whatever it does.
const FUEL: &str = "10000000";

/// Runs the command with memory refused at random requests and at random polls. What then means
/// something else may have no end: fuel gives it one.
fn refuse(name: &str, arguments: &[&str], input: &str, tries: u64, seed: u64) {
    let mut random = seed ^ name.bytes().fold(1, |sum, byte| sum * 31 % 1_000_003 + byte as u64);
    for turn in 0..tries {
        random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let even = turn % 2 == 0;
        let kind = if even { "TOWER_STRESS_REFUSE" } else { "TOWER_STRESS_EXHAUST" };
        // Small numbers as often as large ones.
        let count = 1 + (random >> 40) % (4 << (turn / 2 * 13 / tries));
        let polls = if turn % 3 == 0 { "2000,1000" } else { "0,0" };
        let variables = [("TOWER_STRESS", polls), (kind, &count.to_string())];
        let mut command = tower(&format!("refused-{}", name.replace('/', "-")), &["--fuel", FUEL]);
        let ended = run(command.args(arguments).envs(variables), input.as_bytes());
        let ends = ended.status.code().is_some_and(|code| code != 101);
        assert!(ends && !ended.errors.contains("panicked"), "{name}, {variables:?}: {ended:?}");
    }
}

/// Where random choices start: `TOWER_SUITE_SEED`, or something else each time.
fn seed() -> u64 {
    let wanted = std::env::var("TOWER_SUITE_SEED").ok().and_then(|seed| seed.parse().ok());
    let clock = || std::time::UNIX_EPOCH.elapsed().map_or(1, |time| time.as_nanos() as u64);
    wanted.unwrap_or_else(clock)
}
