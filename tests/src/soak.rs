//! The soak: sessions at random under the collapsed tower and with one and two levels interpreted, by the
//! script in `soak/`; here so many of them as a run of the suite has time for. Each cell of the coverage at
//! which these aim is met. And programs of the corpus, with hooks installed and removed between their forms.

use std::fs;
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::checked::{each, slice};
use crate::command::{Ended, folder, run, tower};
use crate::neutral::{OF_CALLS, OF_FORMS};
use crate::random::Random;
use crate::tree::root;
use crate::{corpus, whole};

/// Sessions of the quick slice and of CI's.
const QUICK: u32 = 40;
const WHOLE: u32 = 400;

/// The same on a machine that is checked while it runs, others than those.
const CHECKED: (u32, u32) = (8, 60);
const FIRST_CHECKED: u32 = 20_000;

#[test]
fn sessions_come_out_the_same_however_many_levels_are_interpreted() {
    let count = if whole() { WHOLE } else { QUICK };
    compare("soak", 0, count, &[]);
}

/// Memory is collected at each poll that the checks choose, and the stack is short.
#[test]
fn sessions_come_out_the_same_on_a_machine_that_is_checked() {
    let count = if whole() { CHECKED.1 } else { CHECKED.0 };
    compare("soak-checked", FIRST_CHECKED, count, &[("TOWER_STRESS", "0,100")]);
}

/// Runs the script: so many sessions differ in nothing, and meet the cells at which they aim.
#[track_caller]
fn compare(room: &str, first: u32, count: u32, variables: &[(&str, &str)]) {
    let mut soak = soak(room, first, count);
    let ended = run(soak.envs(variables.iter().copied()), b"");
    println!("{}", ended.output);
    assert!(ended.status.success(), "{}{}", ended.output, ended.errors);
    let compared = format!("{count} sessions and ");
    assert!(ended.output.contains(&compared), "{}", ended.output);
    assert!(ended.output.contains(", 0 missed\n"), "{}", ended.output);
}

/// The script with the command of this suite; what differs is kept in the room.
fn soak(room: &str, first: u32, count: u32) -> Command {
    let mut python = Command::new("python3");
    python.arg("-B").arg(root().join("tests/soak/run")).arg("--tower");
    python.arg(tower(room, &[]).get_program()).arg("--keep").arg(folder(room));
    python.args(["--first", &first.to_string(), "--count", &count.to_string()]);
    python
}

/// So many levels interpreted, and how many steps a program may take without that, under its hooks.
const LEVELS: &[(&str, &str)] = &[("1", "30000"), ("2", "6000")];

/// Changes of hooks in one program, and the forms between which they come.
const CHANGES: u64 = 8;
const FORMS: u64 = 24;

/// Programs of the corpus with hooks that are installed and removed between their forms: what they write, how they
/// end and what the hooks have counted is the same with no, one and two levels interpreted.
#[test]
fn programs_come_out_the_same_while_hooks_come_and_go() {
    let names = slice(corpus::names());
    let compared = AtomicUsize::new(0);
    each(&names, |name| {
        let file = folder(&format!("hooks-{}", name.replace('/', "-"))).join("hooks.scm");
        fs::write(&file, hooks(name)).unwrap();
        let hooks = file.to_str().unwrap();
        for (levels, fuel) in LEVELS {
            if hooked(name, hooks, "0", Some(fuel)).errors.contains("Error: out of fuel") {
                return;
            }
            let collapsed = hooked(name, hooks, "0", None);
            let honest = hooked(name, hooks, levels, None);
            assert_eq!(honest.output, collapsed.output, "{name}, {levels}: {}", honest.errors);
            assert_eq!(honest.status, collapsed.status, "{name}, {levels}: {}", honest.errors);
            compared.fetch_add(1, Ordering::Relaxed);
        }
    });
    let compared = compared.into_inner();
    println!("{compared} runs of {} programs compared", names.len());
    assert!(compared * 3 >= names.len(), "{compared}");
}

/// The program of that name under these hooks, with so many levels interpreted; at the end it shows what was counted.
fn hooked(name: &str, hooks: &str, levels: &str, fuel: Option<&str>) -> Ended {
    let program = root().join(format!("tests/corpus/{name}.scm"));
    let room = format!("hooked-{levels}-{}", name.replace('/', "-"));
    let mut command = tower(&room, &["--honest", levels, "--meta", hooks]);
    command.args(fuel.iter().flat_map(|steps| ["--fuel", steps]));
    command.arg("-l").arg(program).args(["-e", "(em '(list counted passed))"]);
    run(&mut command, b"")
}

/// A program for level 1 that changes hooks at random when `transform` is given the forms of level 0.
fn hooks(name: &str) -> String {
    let mut random =
        Random::new(name.bytes().fold(7, |sum, byte| sum * 31 % 1_000_003 + u64::from(byte)));
    let changes = (0..CHANGES).map(|_| {
        let at = random.below(FORMS);
        let which = random.below((OF_FORMS.len() + OF_CALLS.len()) as u64) as usize;
        let (hook, given) = match OF_FORMS.get(which) {
            Some(hook) => (hook, "exp env"),
            None => (&OF_CALLS[which - OF_FORMS.len()], "operator operands env"),
        };
        let count = "(set! counted (+ counted 1))";
        let replaced = match random.below(4) {
            0 => format!("(lambda ({given} cont) (o-{hook} {given} (lambda (v) (cont v))))"),
            1 => format!("(lambda ({given} cont) {count} (o-{hook} {given} cont))"),
            2 => {
                format!("(lambda ({given} cont) (o-{hook} {given} (lambda (v) {count} (cont v))))")
            }
            _ => format!("o-{hook}"),
        };
        format!("((= passed {at}) (set! {hook} {replaced}))\n")
    });
    let changes: String = changes.collect();
    let own = OF_FORMS.iter().chain(OF_CALLS);
    let own: String = own.map(|hook| format!("(define o-{hook} {hook})\n")).collect();
    format!(
        "(define counted 0)\n(define passed 0)\n{own}(define (change!) (cond\n{changes}))\n\
         (set! transform (lambda (forms) (change!) (set! passed (+ passed 1)) forms))\n"
    )
}
