//! Libraries that are wrong: each is refused with what is wrong and where, and nothing hangs.

use std::fs;

use crate::command::{run, tower};

/// Files, as `path: text`.
const FILES: &[(&str, &str)] = &[
    (
        "good.sld",
        "(define-library (good) (export f (rename g gg)) (import (scheme base))\n(begin (define (f) 1) (define (g) 2)))",
    ),
    ("other.sld", "(define-library (another) (export) (import (scheme base)))"),
    ("empty.sld", ""),
    ("a.sld", "(define-library (a) (import (scheme base) (b)))"),
    ("b.sld", "(define-library (b) (import (c sub)))"),
    ("c/sub.sld", "(define-library (c sub) (import (a)))"),
    ("self.sld", "(define-library (self) (import (self)))"),
    (
        "late.sld",
        "(define-library (late) (import (scheme base)) (begin (define x 1) (error \"late\" x)))",
    ),
    ("export.sld", "\n(define-library (export)\n (export nothing)\n (import (scheme base)))"),
    (
        "twice.sld",
        "(define-library (twice) (export x (rename y x)) (import (scheme base))\n(begin (define x 1) (define y 2)))",
    ),
    ("word.sld", "(define-library (word) (exprt x))"),
    ("number.sld", "(define-library (number)\n  (export 5))"),
    ("renaming.sld", "(define-library (renaming) (export (rename x)))"),
    ("dotted.sld", "(define-library (dotted) (begin . 5))"),
    ("named.sld", "(define-library named (begin))"),
    ("missing.sld", "(define-library (missing) (import (scheme base)) (include \"no.scm\"))"),
    ("round.sld", "(define-library (round) (import (scheme base)) (include \"round.scm\"))"),
    ("round.scm", "(define x 1)\n(include \"round.scm\")"),
    ("inside.sld", "(define-library (inside) (import (scheme base))\n(include \"open.scm\"))"),
    ("open.scm", "(define (f x)\n  (g x)\n(define y 1)\n"),
    ("open.sld", "(define-library (open)\n(import (scheme base))"),
];

/// What is evaluated, and what must be said of it.
const REFUSED: &[(&str, &[&str])] = &[
    (
        "(import (nowhere at all))",
        &[
            "no library of this name, carried or in ./nowhere/at/all.sld, c/nowhere/at/all.sld: (nowhere at all)",
        ],
    ),
    ("(import (other))", &["the file ./other.sld does not define the library: (other)"]),
    ("(import (empty))", &["the file ./empty.sld does not define the library"]),
    (
        "(import (a))",
        &["each of these libraries imports the next, and the last the first: (a) (b) (c sub)"],
    ),
    ("(import (c sub))", &["and the last the first: (c sub) (a) (b)"]),
    ("(import (self))", &["the library imports itself: (self)"]),
    ("(import (late))", &["Error: late: 1", "late.sld:1:"]),
    ("(import (export))", &["export: the library does not define nothing", "export.sld:2:1"]),
    ("(import (twice))", &["two variables become x", "twice.sld:1:1"]),
    (
        "(import (word))",
        &["expected a declaration such as (export …) or (begin …), found the name exprt"],
    ),
    (
        "(import (number))",
        &["expected a name or (rename name new-name), found the number 5", "number.sld:2:11"],
    ),
    ("(import (renaming))", &["each renaming must be (name new-name)", "renaming.sld:1:"]),
    ("(import (dotted))", &["begin: the form must be a proper list"]),
    ("(import (named))", &["a library's name must be a list of names and integers", "named.sld"]),
    ("(import (missing))", &["include: no such file or directory", "./no.scm"]),
    ("(import (round))", &["the files that include each other come to no end", "round.scm:2:1"]),
    (
        "(import (inside))",
        &["is not closed (line 1, column 1)", "missing before line 3", "open.scm:1:1"],
    ),
    ("(import (open))", &["is not closed (line 1, column 1)", "open.sld:1:1"]),
    ("(import (only (good) f h))", &["only: (good) does not export h"]),
    ("(import (except (good) h))", &["except: (good) does not export h"]),
    ("(import (rename (good) (g x)))", &["rename: (good) does not export g"]),
    ("(import (rename (good) (f x) (gg x)))", &["two variables become x"]),
    ("(import (prefix (good)))", &["prefix: takes an import set and one name"]),
    ("(import (only (good) 5))", &["only: expected a name, found the number 5"]),
    ("(import (good . bad))", &["a library's name must be a proper list"]),
    ("(import 5)", &["a library's name must be a list of names and integers, found the number 5"]),
    ("(include \"round.scm\")", &["come to no end", "round.scm:2:1"]),
];

/// What is said on standard error when the expression is evaluated twice, the first time guarded.
fn said(expression: &str) -> String {
    let guarded =
        format!("(guard (e (#t 'refused)) (eval '{expression} (interaction-environment)))");
    let arguments = ["-L", ".", "-L", "c", "-e", &guarded, "-e", expression];
    let mut command = tower("wrong-libraries", &arguments);
    let folder = command.get_current_dir().unwrap().to_owned();
    for (path, text) in FILES {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let ended = run(&mut command, b"");
    assert_eq!(ended.output, "refused\n", "{expression}: {}", ended.errors);
    assert_eq!(ended.status.code(), Some(1), "{expression}");
    ended.errors
}

#[test]
fn wrong_libraries_are_refused_with_what_is_wrong_and_where() {
    let mut faults = Vec::new();
    for (expression, expected) in REFUSED {
        let said = said(expression);
        let missing = expected.iter().filter(|words| !said.contains(*words));
        faults.extend(missing.map(|words| format!("{expression} does not say {words}:\n{said}")));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Each prefix makes longer names of all that there are.
#[test]
fn prefixes_of_prefixes_end_where_memory_does() {
    let prefix = "p".repeat(1000);
    let set =
        format!("{}(scheme base){}", "(prefix ".repeat(2000), format!(" {prefix})").repeat(2000));
    let expression = format!("(guard (e (#t (error-object-message e))) (eval '(import {set})))");
    let mut command = tower("prefixes", &["--memory", "64M", "prog.scm"]);
    let path = command.get_current_dir().unwrap().join("prog.scm");
    fs::write(path, format!("(write {expression})")).unwrap();
    let ended = run(&mut command, b"");
    assert_eq!(ended.output, "\"out of memory\"", "{}", ended.errors);
}
