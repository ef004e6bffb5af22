//! The command line, from the arguments to the exit status.

use std::fs::{self, File};
use std::io::Read;
use std::process::Stdio;

use crate::command::{Ended, folder, run, tower, wait};

/// Runs `tower` with these arguments and nothing on standard input.
fn given(test: &str, arguments: &[&str]) -> Ended {
    run(&mut tower(test, arguments), b"")
}

#[track_caller]
fn writes(test: &str, arguments: &[&str], output: &str) {
    let ended = given(test, arguments);
    assert!(ended.output == output && ended.status.success(), "{arguments:?}: {ended:?}");
}

/// The run fails with that status, writes nothing to standard output, and says `words`.
#[track_caller]
fn fails(ended: &Ended, status: i32, words: &str) {
    assert_eq!(ended.status.code(), Some(status), "{ended:?}");
    assert_eq!(ended.output, "");
    assert!(ended.errors.contains(words), "{words:?} is not in\n{}", ended.errors);
    assert!(!ended.errors.contains('\u{1b}'), "colours in a pipe: {ended:?}");
}

/// A file of that content in the test's folder; the path that names it from there.
fn with_file(test: &str, content: &[u8], arguments: &[&str]) -> Ended {
    let mut command = tower(test, arguments);
    fs::write(command.get_current_dir().unwrap().join("prog.scm"), content).unwrap();
    run(&mut command, b"")
}

#[test]
fn expressions_print_their_values() {
    writes("e-value", &["-e", "(+ 1 2)"], "3\n");
    writes("e-write", &["-e", "\"a\\nb\"", "-e", "#\\a"], "\"a\\nb\"\n#\\a\n");
    writes("e-order", &["-e", "(define x 20)", "-e", "(+ x 1)"], "21\n");
    writes("e-none", &["-e", "(if #f #f)", "-e", ""], "");
    writes("e-last", &["-e", "1 2 ; three"], "2\n");
    writes("e-output", &["-e", "(display \"no end\")", "-e", "1"], "no end\n1\n");
}

#[test]
fn the_exit_status_tells() {
    let status = |test, expression| given(test, &["-e", expression]).status.code();
    assert_eq!(status("exit-7", "(exit 7)"), Some(7));
    assert_eq!(status("exit-true", "(exit #t)"), Some(0));
    assert_eq!(status("exit-none", "(exit)"), Some(0));
    assert_eq!(status("exit-false", "(exit #f)"), Some(1));
    assert_eq!(status("exit-256", "(exit 256)"), Some(1));
    assert_eq!(status("exit-minus-1", "(exit -1)"), Some(255));
    fails(&given("exit-error", &["-e", "(car 5)", "-e", "(display 1)"]), 1, "car");
    fails(&given("exit-raise", &["-e", "(raise 'oops)"]), 1, "oops");
    fails(&given("exit-read", &["-e", "(car"]), 1, "Error:");
}

#[test]
fn a_wrong_command_line_says_what_to_write() {
    fails(&given("wrong-option", &["--memry", "1M"]), 2, "did you mean `--memory`?");
    fails(&given("wrong-value", &["--fuel", "lots"]), 2, "`--fuel` needs a number of steps");
    fails(&given("wrong-repl", &["repl", "prog.scm"]), 2, "`prog.scm`");
    fails(&given("wrong-help", &["-e"]), 2, "tower --help");
}

#[test]
fn help_and_version_go_to_standard_output() {
    writes("help", &["--help"], reflective_tower::cli::HELP);
    writes("version", &["--version"], &format!("{}\n", reflective_tower::cli::VERSION));
}

#[test]
fn a_program_gets_its_arguments() {
    let text = b"#!/usr/bin/env tower\n(write (cdr (command-line)))\n";
    let ended = with_file("arguments", text, &["prog.scm", "-e", "b c", "--help"]);
    assert_eq!(ended.output.trim_end(), "(\"-e\" \"b c\" \"--help\")", "{ended:?}");
    assert!(ended.status.success());
}

#[test]
fn a_program_prints_no_values() {
    let ended = with_file("no-values", b"(+ 1 2)\n\"text\"\n(display 'shown)", &["prog.scm"]);
    assert_eq!(ended.output.trim_end(), "shown", "{ended:?}");
}

/// A part of a run is done when its forms are, whoever waits above level 0 by then.
#[test]
fn a_rescue_that_goes_on_ends_with_the_program() {
    let text = b"(em '(set! rescue (lambda (condition env cont) (cont 1))))
                 (display (+ 1 (car 5))) (display (+ 1 nowhere))";
    let ended = with_file("rescue-goes-on", text, &["prog.scm"]);
    assert!(ended.output == "22" && ended.status.success(), "{ended:?}");
    let ended = with_file("rescue-load", text, &["-l", "prog.scm", "-l", "nowhere", "-e", "3"]);
    assert!(ended.output == "22\n3\n" && ended.status.success(), "{ended:?}");
}

#[test]
fn a_part_that_is_resumed_from_above_is_followed_by_the_next() {
    let mut command = tower("resumed-part", &["-e", "(+ 1 (em-cont))", "-e", "7"]);
    let ended = run(&mut command, b"level\n(old-cont 5)\n");
    assert_eq!(ended.output, "lisp-1> \n1\nlisp-1> \n6\n7\n", "{ended:?}");
    assert!(ended.status.success());
}

#[test]
fn a_continuation_of_a_loaded_file_comes_back_to_the_repl() {
    let mut command = tower("part-again", &["-l", "prog.scm", "-i"]);
    let text = "(define k #f) (display (+ 1 (call/cc (lambda (c) (set! k c) 1))))";
    fs::write(command.get_current_dir().unwrap().join("prog.scm"), text).unwrap();
    let ended = run(&mut command, b"(k 5)\nlevel\n");
    assert_eq!(ended.output, "2\nlisp-0> 6\nlisp-0> \n0\nlisp-0> \n", "{ended:?}");
}

#[test]
fn standard_input_is_a_program_too() {
    let ended = run(&mut tower("stdin", &["-", "a"]), b"(write (cdr (command-line)))(newline)");
    assert_eq!(ended.output, "(\"a\")\n", "{ended:?}");
    assert!(ended.status.success());
}

#[test]
fn first_loads_then_expressions_then_the_program_then_the_repl() {
    let mut command = tower("order", &["-i", "-e", "(display 2)", "-l", "l.scm", "prog.scm"]);
    let folder = command.get_current_dir().unwrap().to_owned();
    fs::write(folder.join("l.scm"), "(display 1)").unwrap();
    fs::write(folder.join("prog.scm"), "(display 3)").unwrap();
    let ended = run(&mut command, b"(display 4)\n");
    let order = ended.output.find('1') < ended.output.find('2')
        && ended.output.find('2') < ended.output.find('3')
        && ended.output.find('3') < ended.output.find("lisp-0> 4");
    assert!(order && ended.output.contains("lisp-0> 4"), "{ended:?}");
    assert!(ended.status.success());
}

#[test]
fn libraries_are_found_where_one_says() {
    let library = "(define-library (greeting) (export hello) (import (scheme base))
                     (begin (define hello \"hello\")))";
    let program = ["-e", "(import (greeting))", "-e", "hello"];
    let mut from_path = tower("library-path", &program);
    let place = from_path.get_current_dir().unwrap().to_owned();
    fs::write(place.join("greeting.sld"), library).unwrap();
    from_path.env("TOWER_PATH", format!("/nowhere:{}", place.display())).current_dir("/");
    assert_eq!(run(&mut from_path, b"").output, "\"hello\"\n");
    let place = folder("library-option");
    fs::write(place.join("greeting.sld"), library).unwrap();
    let arguments = [&["-L", place.to_str().unwrap()], &program[..]].concat();
    writes("library-run", &arguments, "\"hello\"\n");
    let missing = given("library-missing", &program);
    fails(&missing, 1, "greeting");
}

#[test]
fn a_language_is_there_before_everything_else() {
    let arguments = ["--lang", "sicp", "prog.scm"];
    let ended = with_file("language-run", b"(write (list (inc 1) nil))", &arguments);
    assert_eq!(ended.output, "(2 ())", "{ended:?}");
    writes("language-expression", &["--lang", "sicp", "-e", "(list true (dec 1))"], "(#t 0)\n");
    fails(&given("no-language", &["-e", "(inc 1)"]), 1, "inc");
    fails(&given("wrong-language", &["--lang", "sikp"]), 2, "sicp");
}

#[test]
fn files_that_cannot_be_read_are_named() {
    fails(&given("missing", &["nowhere.scm"]), 1, "nowhere.scm");
    fails(&given("missing-load", &["-l", "nowhere.scm", "-e", "1"]), 1, "nowhere.scm");
    fails(&given("directory", &["/"]), 1, "/");
    fails(&with_file("inside-file", b"1", &["prog.scm/inside.scm"]), 1, "prog.scm/inside.scm");
    fails(&with_file("not-utf8", b"(display 1)\n\"\xff\"", &["prog.scm"]), 1, "UTF-8");
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let mut command = tower("permission", &["secret.scm"]);
    let secret = command.get_current_dir().unwrap().join("secret.scm");
    fs::write(&secret, "(display 1)").unwrap();
    fs::set_permissions(&secret, fs::Permissions::from_mode(0o000)).unwrap();
    // The superuser may read everything; then the program runs.
    if fs::read(&secret).is_err() {
        fails(&run(&mut command, b""), 1, "secret.scm");
    }
}

#[test]
fn an_error_shows_its_line() {
    let text = b"(define (f xs)\n  (lenght xs))\n(display (f '()))\n";
    let ended = with_file("its-line", text, &["prog.scm"]);
    fails(&ended, 1, "unbound variable: lenght");
    fails(&ended, 1, "prog.scm:2:4");
    fails(&ended, 1, "(lenght xs))");
    fails(&ended, 1, "did you mean `length`?");
}

#[test]
fn limits_end_a_program_with_a_condition() {
    fails(&given("fuel", &["--fuel", "100000", "-e", "(let loop () (loop))"]), 1, "fuel");
    let hungry = "(let loop ((xs '())) (loop (cons xs xs)))";
    fails(&given("memory", &["--memory", "64M", "-e", hungry]), 1, "memory");
}

/// Returns are no polls, so garbage can fill the memory between two of them.
#[test]
fn garbage_is_no_reason_to_be_out_of_memory() {
    let products = "(define (f k) (if (= k 0) 1 (* k (f (- k 1))))) (exact-integer? (f 12000))";
    let joined = "(define (f k) (if (= k 0) \"\" (string-append \"0123456789\" (f (- k 1)))))
                  (string-length (f 12000))";
    for (name, text, value) in [("products", products, "#t\n"), ("joined", joined, "120000\n")] {
        assert_eq!(given(name, &["--memory", "64M", "-e", text]).output, value);
    }
}

#[test]
fn a_seed_makes_runs_alike() {
    let draw = |test, seed| given(test, &["--seed", seed, "-e", "(random 1000000000)"]).output;
    assert_eq!(draw("seed-a", "42"), draw("seed-b", "42"));
    assert_ne!(draw("seed-c", "42"), draw("seed-d", "43"));
}

#[test]
fn the_end_of_input_above_level_0_is_a_failure() {
    let ended = run(&mut tower("stranded", &["repl"]), b"(car 5)\n");
    assert_eq!(ended.status.code(), Some(1), "{ended:?}");
    assert!(ended.output.trim_end().ends_with("moving up to level 1\nlisp-1>"), "{ended:?}");
    assert!(run(&mut tower("ended", &["repl"]), b"1\n").status.success());
}

#[test]
fn a_program_reads_the_line_after_the_one_that_told_it_to() {
    let ended = run(&mut tower("read-line", &["repl"]), b"(read-line)\nhello\n(+ 1 2)\n");
    let shown: Vec<&str> = ended.output.split("lisp-0>").map(str::trim).collect();
    assert_eq!(shown, ["", "\"hello\"", "3", ""], "{ended:?}");
}

#[test]
fn a_closed_pipe_ends_a_program_that_writes() {
    let endless = "(let loop () (display \"x\") (newline) (loop))";
    let mut command = tower("closed-pipe", &["-e", endless]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut first = [0; 2];
    child.stdout.take().unwrap().read_exact(&mut first).unwrap();
    let status = wait(&mut child, &command);
    assert_eq!((first, status.code()), (*b"x\n", Some(1)));
    let mut errors = String::new();
    child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
    assert!(!errors.contains("panicked"), "{errors}");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_an_error() {
    for expression in ["(display \"x\")", "1"] {
        let mut command = tower("full-disk", &["-e", expression]);
        command.stdin(Stdio::null()).stderr(Stdio::piped());
        let full = File::options().write(true).open("/dev/full").unwrap();
        let mut child = command.stdout(full).spawn().unwrap();
        assert_eq!(wait(&mut child, &command).code(), Some(1), "{expression}");
        let mut errors = String::new();
        child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
        assert!(errors.contains("Error:") && !errors.contains("panicked"), "{errors}");
    }
}

#[test]
fn garbage_is_no_reason_to_refuse_memory() {
    let limit = ["--memory", "100M", "-e"];
    let thrice =
        "(begin (make-vector 6000000 0) (make-vector 6000000 0) (make-vector 6000000 0) 1)";
    writes("garbage", &[&limit[..], &[thrice]].concat(), "1\n");
    let kept = "(let* ((a (make-vector 7000000 0)) (b (make-vector 7000000 0))) (vector-ref a 0))";
    fails(&given("kept", &[&limit[..], &[kept]].concat()), 1, "out of memory");
}
