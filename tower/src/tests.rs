//! Memory refused at each place in turn: the programs in `tests/refusals/`, each run again and again
//! in one tower. A `guard` catches the condition, the heap is sound after, and the program then
//! gives what it always gives. With `TOWER_SUITE=whole` every place is tried, else some.

use crate::tower::{Manner, Stop, Tower};
use crate::waiting::LevelId;
use levels::heap::{Collection, Refused};
use levels::machine::boot::Settings;
use levels::machine::stress::Stress;
use levels::printer::{Style, to_string_within};
use levels::value::Value;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::{env, fs, thread};

/// Nothing but refusals.
const QUIET: Stress = Stress {
    polls: 0,
    one_in: 0,
    seed: 1,
    reify: 0,
    refusal: 0,
    refused: Refused::ForGood,
    exhaustion: 0,
};
/// A run that takes more polls than that hangs.
const FUEL: u64 = 3_000_000;
/// The polls before the program is inside of its `guard`.
const UNGUARDED: u64 = 4;
/// A program with more places than that has some of them tried, at random.
const MOST_PLACES: u64 = 1500;

const HARNESS: &str = r#"
(define expected (run))
(define (attempt)
  (guard (c ((and (error-object? c) (equal? (error-object-message c) "out of memory")) 'refused)
            (else (list 'raised c)))
    (let ((found (run)))
      (if (equal? found expected) 'right (list 'wrong found)))))
"#;

/// One program in its tower.
struct Trial {
    name: String,
    tower: Tower,
    /// Whether it runs other levels, where its `guard` is not in force.
    climbs: bool,
}

impl Trial {
    fn new(program: &Path) -> Trial {
        let name = program.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let folder = env::temp_dir().join(format!("refusals-{}-{name}", std::process::id()));
        fs::create_dir_all(&folder).expect("a folder to write in");
        let settings = Settings { stack_words: 1024, ..Settings::default() };
        let mut tower = Tower::new(settings, Manner::Interactive);
        crate::prelude::load(&mut tower);
        let program = fs::read_to_string(program).expect("a program");
        let text = format!("(define folder {folder:?})\n{program}\n{HARNESS}");
        tower.manner = Manner::Script;
        tower.begin(LevelId(0), Value::NIL);
        let reader = crate::source_file::reader(&mut tower.m, &name, text.into_bytes());
        let stop = tower.evaluate_reader(reader.expect("text"), false);
        assert!(matches!(stop, Stop::Done(_)), "{name}: {stop:?}");
        Trial { name, tower, climbs: program.contains("(em ") }
    }

    /// What the program says, checked in this way; `None` if nobody caught the condition.
    fn attempt(&mut self, stress: Stress) -> Option<String> {
        let tower = &mut self.tower;
        tower.begin(LevelId(0), Value::NIL);
        let globals = tower.globals(LevelId(0));
        let attempt = tower.m.global_value(globals, "attempt");
        tower.m.poll.set_fuel(Some(FUEL));
        tower.m.set_stress(Some(stress));
        tower.begin_part(false);
        let flow = tower.m.enter_call(attempt, &[]);
        let stop = tower.drive(crate::tower::Next::Go(flow));
        let Stop::Done(value) = stop else { return None };
        Some(to_string_within(&tower.m.heap, value, Style::Write, 1000))
    }

    /// Refuses at one place. Says whether the program came so far.
    fn refuse(&mut self, stress: Stress) -> bool {
        let found = self.attempt(stress);
        let reached = !self.tower.m.awaits_refusal();
        let place = format!("{}, {stress:?}", self.name);
        match found.as_deref() {
            Some("right" | "refused") => {}
            Some(other) => panic!("{place}: {other}"),
            None => assert!(self.climbs, "{place}: not caught"),
        }
        assert!(reached || found.as_deref() == Some("right"), "{place}: refused too early");
        self.tower.begin(LevelId(0), Value::NIL);
        self.tower.m.set_stress(None);
        self.tower.m.collect(Collection::Major);
        self.tower.m.verify();
        let after = self.attempt(QUIET);
        assert_eq!(after.as_deref(), Some("right"), "{place}: afterwards");
        reached
    }

    /// Refuses at the places that `at` makes of numbers from 1 on, with collections in one run of
    /// three.
    fn refuse_each(&mut self, whole: bool, at: impl Fn(u64) -> Stress) -> u64 {
        let mut random = 0x9e37_79b9_7f4a_7c15u64;
        let mut place = 1;
        let mut tried = 0;
        loop {
            let polls = if tried % 3 == 2 { 2000 } else { 0 };
            tried += 1;
            if !self.refuse(Stress { polls, ..at(place) }) {
                return tried;
            }
            random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            let stride = if whole { 1 + place / MOST_PLACES * 16 } else { 1 + place / 4 };
            place += 1 + (random >> 33) % stride;
        }
    }
}

fn programs() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/refusals");
    let entries = fs::read_dir(folder).expect("a folder of programs");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    let mut programs: Vec<_> =
        paths.filter(|path| path.extension().is_some_and(|end| end == "scm")).collect();
    programs.sort();
    programs
}

#[test]
fn memory_is_refused_at_each_place() {
    let whole = env::var("TOWER_SUITE").is_ok_and(|wanted| wanted == "whole");
    let queue = Mutex::new(programs());
    let work = || {
        while let Some(program) = queue.lock().map_or(None, |mut queue| queue.pop()) {
            let mut trial = Trial::new(&program);
            let requests = trial.refuse_each(whole, |refusal| Stress { refusal, ..QUIET });
            trial.refuse_each(whole, |refusal| Stress {
                refusal,
                refused: Refused::UntilCollected,
                ..QUIET
            });
            let polls =
                trial.refuse_each(whole, |poll| Stress { exhaustion: UNGUARDED + poll, ..QUIET });
            println!("{}: {requests} requests, {polls} polls", trial.name);
        }
    };
    let threads = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(work))));
}
