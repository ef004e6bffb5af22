//! Builtins that work for as long as their arguments are large: each is given up where it is
//! interrupted, has changed nothing, and does all when it is called again.

use super::testing::{call, machine, outcome};
use crate::condition::Condition;
use crate::effort::Stopped;
use crate::machine::Machine;
use crate::port::output_string;
use crate::string;
use crate::table;
use crate::value::Value;

/// More than what is done between two looks.
const MANY: i64 = 200_000;

/// Builtins and their arguments: `l` and `m` are lists of the same many numbers, `v` a vector of them,
/// `s` a string of their first digits, `t` a table with them as keys, `n` how many there are.
const CALLS: &[(&str, &str)] = &[
    ("length", "l"),
    ("list?", "l"),
    ("list-copy", "l"),
    ("append", "ll"),
    ("append!", "lm"),
    ("reverse", "l"),
    ("list-tail", "ln"),
    ("last-pair", "l"),
    ("memq", "xl"),
    ("memv", "xl"),
    ("delete", "xl"),
    ("equal?", "lm"),
    ("list->vector", "l"),
    ("make-list", "n"),
    ("iota", "n"),
    ("vector->list", "v"),
    ("vector-copy", "v"),
    ("vector-append", "vv"),
    ("vector-fill!", "vx"),
    ("string->list", "s"),
    ("string->vector", "s"),
    ("string->number", "s"),
    ("hash-table-copy", "t"),
    ("hash-table-keys", "t"),
    ("hash-table->alist", "t"),
    ("write", "lp"),
    ("write-shared", "lp"),
    ("display", "vp"),
];

/// The argument that a letter stands for.
fn argument(m: &mut Machine, letter: char) -> Value {
    let n = Value::fixnum(MANY);
    match letter {
        'l' | 'm' => call(m, "iota", &[n]),
        'v' => call(m, "make-vector", &[n, Value::fixnum(7)]),
        's' => string::filled(&mut m.heap, MANY as usize, '7').unwrap(),
        't' => {
            let table = call(m, "make-equal-hash-table", &[]);
            for key in 0..MANY {
                table::set(&mut m.heap, table, Value::fixnum(key), Value::TRUE).unwrap();
            }
            table
        }
        'p' => call(m, "open-output-string", &[]),
        'n' => n,
        _ => Value::NIL,
    }
}

#[test]
fn long_work_is_given_up_and_done_again() {
    for (name, letters) in CALLS {
        let m = &mut machine();
        let arguments: Vec<Value> = letters.chars().map(|letter| argument(m, letter)).collect();
        m.poll.attention().interrupt();
        let stopped = outcome(m, name, &arguments);
        assert!(stopped.is_err_and(|condition| *condition == Condition::Interrupted), "{name}");
        if letters.ends_with('p') {
            let written = output_string(&mut m.heap, arguments[1]).unwrap();
            assert_eq!(string::len(written), 0, "{name}");
        }
        m.poll.forget_interruption();
        assert!(outcome(m, name, &arguments).is_ok(), "{name}");
    }
}

/// What builtins do costs fuel, the same in every run.
#[test]
fn long_work_costs_fuel() {
    let spent = || {
        let m = &mut machine();
        let list = argument(m, 'l');
        m.poll.set_fuel(Some(1_000_000));
        call(m, "list-copy", &[list]);
        1_000_000 - m.poll.fuel().unwrap()
    };
    assert!(spent() > MANY as u64 / 100);
    assert_eq!(spent(), spent());
    let m = &mut machine();
    let list = argument(m, 'l');
    m.poll.set_fuel(Some(100));
    let condition = outcome(m, "list-copy", &[list]).unwrap_err();
    assert_eq!(Stopped::of(&condition), Some(Stopped::OutOfFuel));
}
