//! `tower check`: saved sessions played again.

use std::fs;
use std::io::Read;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use crate::command::{Ended, run, tower, wait};
use crate::terminal::Terminal;
use crate::tree::{entries, root};

/// `tower check` of a file with this text, in the test's folder.
fn checked(test: &str, options: &[&str], name: &str, text: impl AsRef<[u8]>) -> Ended {
    let mut command = tower(test, &[&["check"], options, &[name]].concat());
    let folder = command.get_current_dir().unwrap().to_owned();
    fs::write(folder.join(name), text).unwrap();
    run(&mut command, b"not for the session\n")
}

#[track_caller]
fn same(test: &str, name: &str, text: &str, inputs: usize) {
    let ended = checked(test, &[], name, text);
    let words =
        format!("{name}: {inputs} input{}, as it was\n", if inputs == 1 { "" } else { "s" });
    assert!(
        ended.output == words && ended.status.success() && ended.errors.is_empty(),
        "{ended:?}"
    );
}

#[track_caller]
fn differs(test: &str, options: &[&str], text: &str, shown: &str) {
    let ended = checked(test, options, "x.out", text);
    assert_eq!(ended.status.code(), Some(1), "{ended:?}");
    assert!(ended.output.starts_with(shown), "{ended:?}");
    assert!(ended.output.contains("x.out: ") && !ended.output.contains("as it was"), "{ended:?}");
}

/// The sessions of the README and of the house's own transcripts are what the sessions show.
#[test]
fn the_sessions_that_the_house_keeps() {
    let mut paths: Vec<PathBuf> = entries("tests/transcripts");
    paths.retain(|path| path.extension().is_some_and(|end| end == "out"));
    paths.push(root().join("README.md"));
    let paths: Vec<&str> = paths.iter().map(|path| path.to_str().unwrap()).collect();
    let ended = run(&mut tower("check-all", &[&["check"], &paths[..]].concat()), b"");
    let summary = format!("{} files, ", paths.len());
    let verdict = ended.output.lines().last().unwrap_or("");
    assert!(verdict.starts_with(&summary) && verdict.ends_with(": all as they were"), "{ended:?}");
    assert!(ended.status.success() && ended.errors.is_empty(), "{ended:?}");
}

#[test]
fn what_a_session_may_be() {
    same("check-one", "x.out", "lisp-0> (+ 1\n   2)\n3\nlisp-0> \n", 1);
    same("check-crlf", "x.out", "lisp-0> (+ 1\r\n2)\r\n3\r\nlisp-0> \"a\"\r\n\"a\"\r\n", 2);
    same(
        "check-dots",
        "x.out",
        "lisp-0> 1\n    ... 2\n    ...\n    ... (+ 1\n    ...  2)\n1\n2\n3\n",
        1,
    );
    same("check-up", "x.out", "lisp-0> (em-cont)\nlisp-1> level\n1\n", 2);
    same("check-exit", "x.out", "lisp-0> (begin (display 1) (exit 3))\n1\n", 1);
    same("check-quit", "x.out", "lisp-0> ,quit\n", 1);
    same("check-read", "x.out", "lisp-0> (list (read-line) (char-ready?))\n(#<eof> #t)\n", 1);
    same("check-any", "x.out", "lisp-0> (begin (display 1) (newline) 2)\n...\nlisp-0> 3\n3\n", 2);
    same(
        "check-time",
        "x.out",
        "lisp-0> ,time 1\nreal 9 s, cpu 9 s, 1 collection, 5 MB allocated\n1\n",
        1,
    );
    same(
        "check-blank",
        "x.out",
        "lisp-0> (begin (newline) (display \"a \") (newline))\n\na\nlisp-0>\n",
        1,
    );
    same("check-comment", "x.out", ";; words\n\n; more\nlisp-0> 1 ; one\n1\n", 1);
    let options = "; tower repl --lang sicp -L \"some where\" -e \"(define x \\\"a\\\\nb\\\")\"\n";
    same(
        "check-options",
        "x.out",
        &format!("{options}lisp-0> (list (inc 1) x)\n(2 \"a\\nb\")\n"),
        1,
    );
    let blocks = "# Words\n```text\nlisp-0> (define x 1)\nlisp-0> (em-cont)\n```\nlisp-0> no\n\n```scheme\n\
                  (no session)\n```\n~~~\nlisp-1> (old-cont 5)\n5\n\n~~~\n```text fresh\nlisp-0> x\n...\n```\n";
    same("check-markdown", "x.md", blocks, 4);
}

#[test]
fn differences_are_shown() {
    differs("differs-value", &[], "lisp-0> 1\n2\n", "x.out:1: lisp-0> 1\n  - 2\n  + 1\n");
    differs("differs-missing", &[], "lisp-0> 1\n", "x.out:1: lisp-0> 1\n  + 1\n");
    differs("differs-more", &[], "lisp-0> 1\n1\n2\n", "x.out:1: lisp-0> 1\n    1\n  - 2\n");
    let climbs = "lisp-0> (em-cont)\nlisp-0> 1\n1\nlisp-0> 2\n2\n";
    let shown = "x.out:2: lisp-0> 1\n  - lisp-0>\n  + lisp-1>\nx.out: 3 inputs, 1 difference\n";
    differs("differs-level", &[], climbs, shown);
    let open = "lisp-0> (+ 1\nlisp-0> 1\n1\n";
    differs("differs-open", &[], open, "x.out:1: lisp-0> (+ 1\n  + (the input is not complete)\n");
    let over = "lisp-0> (emergency-exit 0)\nlisp-0> 1\n1\nlisp-0> 2\n";
    let shown = "x.out:2: lisp-0> 1\n  - lisp-0> 1\n  + (the session has ended; inputs left: 2)\n";
    differs("differs-ended", &[], over, shown);
}

#[test]
fn limits_end_inputs_that_loop() {
    let endless = "lisp-0> (let loop () (loop))\nlisp-0> (let loop () (loop))\n";
    let shown = "x.out:1: lisp-0> (let loop () (loop))\n  + out of fuel — moving up to level 1\n";
    differs("check-fuel", &["--fuel", "10000"], endless, shown);
    let hungry = "lisp-0> (let loop ((xs '())) (loop (cons xs xs)))\nlisp-1> 'alive\nalive\n";
    let ended = checked("check-memory", &["--memory", "64M"], "x.out", hungry);
    assert!(ended.output.contains("+ out of memory"), "{ended:?}");
    assert!(ended.output.ends_with("x.out: 2 inputs, 1 difference\n"), "{ended:?}");
}

#[test]
fn files_that_are_no_sessions() {
    for (test, text) in [
        ("check-empty", &b""[..]),
        ("check-none", b"(+ 1 2)\n"),
        ("check-binary", b"lisp-0> 1\n\xff\xfe\0"),
        ("check-nul", b"\0\0\0"),
    ] {
        let ended = checked(test, &[], "x.out", text);
        assert_eq!(ended.status.code(), Some(1), "{ended:?}");
        assert!(ended.output.starts_with("x.out: no transcript: "), "{ended:?}");
    }
    let ended = run(&mut tower("check-missing", &["check", "nowhere.out", "/"]), b"");
    assert_eq!(ended.status.code(), Some(1), "{ended:?}");
    assert!(ended.output.starts_with("nowhere.out: no such file or directory\n/: "), "{ended:?}");
    assert!(ended.output.ends_with("2 files, 0 inputs: 2 failed\n"), "{ended:?}");
    for (comment, words) in [
        ("; tower repl --lang cobol", "its first comment: `--lang` needs a dialect"),
        ("; tower --version", "its first comment asks for no session"),
        ("; tower -e (exit)", "the session ended before its first input"),
        ("; tower nowhere.scm", "the session ended before its first input"),
    ] {
        let ended = checked("check-comments", &[], "x.out", format!("{comment}\nlisp-0> 1\n1\n"));
        assert_eq!(ended.status.code(), Some(1), "{ended:?}");
        assert!(ended.output.contains(words), "{ended:?}");
    }
}

#[test]
fn long_files_take_little_time() {
    let long = format!("lisp-0> (string-length \"{}\")\n10000000\n", "x".repeat(10_000_000));
    same("check-long-line", "x.out", &long, 1);
    let many = "lisp-0> (define (f x) x)\nlisp-0> (f 1)\n1\n".repeat(50_000);
    same("check-many", "x.out", &many, 100_000);
    let output = format!("lisp-0> 1\n{}", "2\n".repeat(1_000_000));
    differs("check-long-output", &[], &output, "x.out:1: lisp-0> 1\n");
}

#[test]
fn wrong_words_are_refused() {
    for (arguments, words) in [
        (&["check"][..], "`tower check` needs a file"),
        (&["check", "-e", "1", "x.out"], "`-e` is not for `tower check`"),
        (&["check", "x.out", "-i"], "`-i` is not for `tower check`"),
        (&["--echo", "check", "x.out"], "`--echo` is not for `tower check`"),
        (&["check", "--fuel", "much", "x.out"], "`--fuel` needs a number of steps"),
    ] {
        let ended = run(&mut tower("check-words", arguments), b"");
        assert_eq!(ended.status.code(), Some(2), "{ended:?}");
        assert!(ended.errors.contains(words) && ended.output.is_empty(), "{ended:?}");
    }
}

/// A session with these lines, saved by its commands, in the folder of the test.
fn saved(test: &str, arguments: &[&str], lines: &str) -> (Ended, PathBuf) {
    let mut command = tower(test, arguments);
    let folder = command.get_current_dir().unwrap().to_owned();
    (run(&mut command, lines.as_bytes()), folder)
}

const LINES: &str = "(define (f x)\n  (* x 2))\n\n(f 4)\n(display \"no newline\")\n(begin (newline) 5)
(begin (display \"\\x1b;[31mred\\x1b;[0m\") (newline) 6)\n(car 5)\n,transcript saved.out\nlevel\n,help quit
(begin ; an end\n 'done)\n,transcript off\n(never saved)\n";

#[test]
fn a_saved_session_is_what_it_was() {
    for (test, arguments, first) in [
        (
            "saved-whole",
            &["repl", "--echo", "--seed", "5"][..],
            "; tower repl --echo --seed 5\nlisp-0> (define",
        ),
        ("saved-rest", &["--lang", "sicp"][..], "; tower --lang sicp\nlisp-1> level\n1\n"),
    ] {
        let (ended, folder) = saved(test, arguments, LINES);
        let text = fs::read_to_string(folder.join("saved.out")).unwrap();
        assert!(text.starts_with(first), "{ended:?}\n{text}");
        assert!(text.ends_with("lisp-1> (begin ; an end\n    ...  'done)\ndone\n"), "{text}");
        assert!(!text.contains("transcript") && !text.contains("never"), "{text}");
        if test == "saved-whole" {
            assert!(text.contains("lisp-0> (begin (newline) 5)\n\n5\n"), "{text}");
            let mut check = tower("saved-check", &["check", "saved.out"]);
            let ended = run(check.current_dir(&folder), b"");
            assert_eq!(ended.output, "saved.out: 10 inputs, as it was\n", "{text}");
        }
    }
}

#[test]
fn files_that_cannot_be_saved_in() {
    let lines =
        "1\n,transcript\n,transcript off\n,transcript mine.scm\n,transcript no/where\n,transcript .
,transcript a.out\n2\n,transcript \"b.out\"\n3\n";
    let mut command = tower("saved-where", &["repl", "--echo"]);
    let folder = command.get_current_dir().unwrap().to_owned();
    fs::write(folder.join("mine.scm"), "(define mine 1)").unwrap();
    let ended = run(&mut command, lines.as_bytes());
    for words in [
        ",transcript needs FILE",
        "No session is being saved.",
        "mine.scm is there already and is no transcript; nothing is saved.",
        "no/where cannot be written: no such file or directory.",
        "The session is saved in a.out, from its beginning.",
        "The session up to here is in a.out.\nThe session is saved in b.out, from its beginning.",
    ] {
        assert!(ended.output.contains(words), "{words} is not in {ended:?}");
    }
    let text = |name: &str| fs::read_to_string(folder.join(name)).unwrap();
    assert_eq!(text("mine.scm"), "(define mine 1)");
    let first = "lisp-0> ,transcript\n,transcript needs FILE; see ,help transcript\n";
    let text = |name: &str| text(name).replace(first, "");
    assert_eq!(text("a.out"), "; tower repl --echo\nlisp-0> 1\n1\nlisp-0> 2\n2\n");
    assert_eq!(text("b.out"), "; tower repl --echo\nlisp-0> 1\n1\nlisp-0> 2\n2\nlisp-0> 3\n3\n");
}

/// An input that shows more than is kept can be saved all the same, from where it is asked for.
#[test]
fn long_sessions_are_saved_from_where_it_is_asked_for() {
    let long = "(let loop ((i 0)) (if (< i 1000000) (begin (display \"123456789\") (newline) (loop (+ i 1)))))";
    let lines = format!("{long}\n,transcript saved.out\n(+ 1 2)\n{long}\n'end\n");
    let (ended, folder) = saved("saved-long", &["repl", "--echo"], &lines);
    assert!(ended.output.contains("The session is saved in saved.out, from here on."));
    let text = fs::read_to_string(folder.join("saved.out")).unwrap();
    assert!(text.starts_with("; tower repl --echo\nlisp-0> (+ 1 2)\n3\nlisp-0> (let loop"));
    assert!(text.len() > 10_000_000 && text.ends_with("lisp-0> 'end\nend\n"));
}

/// What is wide is on several lines at a terminal, and so it is when the session is played again.
#[test]
fn a_session_at_a_terminal_is_what_it_was() {
    let mut terminal = Terminal::start("saved-terminal", &["repl"]);
    terminal.send(",transcript saved.out\r");
    terminal.expect("The session is saved in saved.out, from its beginning.\r\n");
    for input in ["(iota 1200)", "(car 5)", "(list\r1 2)", "(old-cont 2)"] {
        terminal.expect("> ");
        terminal.send(&format!("{input}\r"));
    }
    terminal.expect("> ");
    terminal.send(",quit\r");
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("saved-terminal");
    assert!(terminal.end().success());
    let text = fs::read_to_string(folder.join("saved.out")).unwrap();
    assert!(text.starts_with("; tower repl\n; 2000 columns\nlisp-0> (iota 1200)\n(0 1"), "{text}");
    assert!(text.contains("\n 400 ") || text.matches('\n').count() > 12, "{text}");
    let mut check = tower("saved-terminal-check", &["check", "saved.out"]);
    let ended = run(check.current_dir(&folder), b"");
    assert_eq!(ended.output, "saved.out: 5 inputs, as it was\n", "{text}");
}

#[test]
fn ctrl_c_ends_the_check() {
    let mut command = tower("check-interrupted", &["check", "first.out", "x.out"]);
    let folder = command.get_current_dir().unwrap().to_owned();
    fs::write(folder.join("first.out"), "lisp-0> 1\n1\n").unwrap();
    fs::write(folder.join("x.out"), "lisp-0> (let loop () (loop))\n").unwrap();
    // Who runs the suite in the background may have the signal ignored.
    let heeded = || {
        // SAFETY: a call of the system that touches no memory.
        unsafe { libc::signal(libc::SIGINT, libc::SIG_DFL) };
        Ok(())
    };
    // SAFETY: `heeded` does nothing but call the system.
    unsafe { command.pre_exec(heeded) };
    let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut first = [0; 9];
    child.stdout.as_mut().unwrap().read_exact(&mut first).unwrap();
    // SAFETY: a call of the system that touches no memory.
    unsafe { libc::kill(child.id() as i32, libc::SIGINT) };
    let status = wait(&mut child, &command);
    assert!(first == *b"first.out" && !status.success(), "{status:?}");
}
