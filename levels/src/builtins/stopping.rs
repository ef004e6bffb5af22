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
/// The same of bytes that are moved at the speed of memory.
const LONG: usize = 4_000_000;

/// Builtins and their arguments: `l` and `m` are lists of the same many numbers, `v` a vector of them,
/// `s` a string of their first digits, `t` a table with them as keys, `n` how many there are; `S` a
/// string of `N` characters, `b` a bytevector of as many bytes, `L` a list of such strings, `i` a port
/// that reads one; `w` a string and `c` a character that do not occur; `q` and `r` are long ratios.
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
    ("make-string", "N"),
    ("string-copy", "S"),
    ("substring", "S0"),
    ("string-append", "SS"),
    ("string-concatenate", "L"),
    ("string-join", "L"),
    ("string-copy!", "S0S"),
    ("string-fill!", "Sc"),
    ("string-reverse", "s"),
    ("string-upcase", "s"),
    ("string-foldcase", "s"),
    ("string-index", "sc"),
    ("string-rindex", "sc"),
    ("string-trim", "s"),
    ("string-pad-left", "sN"),
    ("string-split", "sc"),
    ("string-search-forward", "ws"),
    ("string-search-backward", "ws"),
    ("string-search-all", "ws"),
    ("string-contains", "sw"),
    ("string-prefix?", "ss"),
    ("string=?", "ss"),
    ("string-ci<?", "ss"),
    ("string-hash", "s"),
    ("string-ci-hash", "s"),
    ("string->utf8", "s"),
    ("utf8->string", "b"),
    ("make-bytevector", "N"),
    ("bytevector-copy", "b"),
    ("bytevector-append", "bb"),
    ("bytevector-copy!", "b0b"),
    ("bytevector-fill!", "b0"),
    ("make-vector", "n"),
    ("vector-copy!", "v0v"),
    ("<", "qr"),
    ("=", "qr"),
    ("max", "qr"),
    ("read-line", "i"),
    ("read-string", "Ni"),
    ("%read-until", "wi"),
    ("pretty-print", "lp"),
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
        'N' => Value::fixnum(LONG as i64),
        'S' => string::filled(&mut m.heap, LONG, '7').unwrap(),
        'L' => {
            let strings = ['S', 'S'].map(|letter| argument(m, letter));
            m.heap.list(&strings)
        }
        'b' => call(m, "make-bytevector", &[Value::fixnum(LONG as i64), Value::fixnum(7)]),
        'i' => {
            let text = argument(m, 'S');
            call(m, "open-input-string", &[text])
        }
        'w' => string::filled(&mut m.heap, 2, '8').unwrap(),
        'c' => Value::char('8'),
        'q' | 'r' => {
            let base = Value::fixnum(if letter == 'q' { 3 } else { 5 });
            let n = call(m, "expt", &[base, n]);
            let more = call(m, "+", &[n, Value::fixnum(1)]);
            call(m, "/", &[n, more])
        }
        '0' => Value::fixnum(0),
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
