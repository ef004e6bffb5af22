//! The dialects that the executable carries: what their READMEs show, and what a dialect may rely on.

use std::fs;

use crate::command::{folder, run, tower};
use crate::reference::session;
use crate::tree::{entries, name, read};

/// What standard output, standard error and the exit status of a command come to.
fn ended(test: &str, arguments: &[&str], input: &str) -> (String, String, Option<i32>) {
    let ended = run(&mut tower(test, arguments), input.as_bytes());
    (ended.output, ended.errors, ended.status.code())
}

#[test]
fn what_their_readmes_show_is_so() {
    let mut read_of = 0;
    for dialect in entries("stdlib/dialects") {
        let dialect = name(&dialect);
        let readme = format!("stdlib/dialects/{dialect}/README.md");
        let fault = session::fault_with(&readme, &["--lang", dialect]);
        assert!(fault.is_none(), "{}", fault.unwrap_or_default());
        read_of += read(&readme).matches("\nlisp-0> ").count();
    }
    assert!(read_of > 80, "{read_of}");
}

/// The same where each step of the first levels is interpreted, by the evaluator's text or by the interpreter
/// in hlisp: nobody can tell.
#[test]
fn what_the_readme_of_hlisp_shows_is_so_in_towers_that_are_there() {
    let place = folder("dialect-towers");
    for begin in
        ["(init-tower 1)", "(init-tower 3)", "(init-tower 1 'full)", "(init-tower 3 'full)"]
    {
        let file = place.join("begin.hl");
        fs::write(&file, begin).unwrap();
        let options = ["--lang", "hlisp", "-l", file.to_str().unwrap()];
        let fault = session::fault_with("stdlib/dialects/hlisp/README.md", &options);
        assert!(fault.is_none(), "{begin}: {}", fault.unwrap_or_default());
    }
}

/// Every level is born alike: what a program above does is done in the dialect, too, at whatever level.
#[test]
fn every_level_speaks_it() {
    let input = "(em '(em '(em '(defun twice (x) (* 2 x)))))\n(em '(em '(em '(twice 21))))\n";
    let (output, ..) = ended("dialect-levels", &["--lang", "hlisp", "repl"], input);
    assert_eq!(output, "lisp-0> \n[Function]\nlisp-0> \n42\nlisp-0> \n");
    let input = "(em '(em '(inc 1)))\n";
    let (output, ..) = ended("dialect-sicp", &["--lang", "sicp", "repl"], input);
    assert_eq!(output, "lisp-0> \n2\nlisp-0> \n");
}

#[test]
fn programs_are_read_as_the_dialect_reads() {
    let place = folder("dialect-program");
    let program = place.join("prog.hl");
    let text = "; tasks
(defun say-twice (what) (progn (print what) (print what)))
(set 't (fork (say-twice \"concurrent hello\")))
(print \"hello\")
(join t)
(print '(unfinished \"list\")";
    fs::write(&program, text).unwrap();
    let path = program.to_str().unwrap();
    let (output, errors, status) = ended("dialect-file", &["--lang", "hlisp", path], "");
    let wanted = "concurrent hello\nhello\nconcurrent hello\n(unfinished \"list\")\n";
    assert_eq!((output.as_str(), errors.as_str(), status), (wanted, "", Some(0)));
    fs::write(&program, "(print 1)\n(print (car 5))\n").unwrap();
    let (output, errors, status) = ended("dialect-error", &["--lang", "hlisp", path], "");
    assert_eq!((output.as_str(), status), ("1\n", Some(1)));
    assert_eq!(errors, "Error: car: argument 1 is not a pair: 5\n");
    fs::write(&program, "(print 1)\n(print 2))\n").unwrap();
    let (output, errors, status) = ended("dialect-refused", &["--lang", "hlisp", path], "");
    assert_eq!((output.as_str(), status), ("", Some(1)));
    assert_eq!(errors, "Error: One ) too many\n");
    let (output, ..) = ended("dialect-text", &["--lang", "hlisp", "-e", "(+ 1 (* 2 3"], "");
    assert_eq!(output, "7\n");
}

#[test]
fn without_levels_an_error_comes_back_to_the_prompt() {
    let input = "(+ 1 y)\n(em 1)\n(em-cont)\n)\n(set 'y 2)\n,up\n(+ 1 y\n";
    let (output, _, status) = ended("dialect-flat", &["--lang", "hlisp", "--flat"], input);
    let said = [
        "Variable not bound: y",
        "em: there are no levels here",
        "em-cont: there are no levels here",
        "One ) too many",
        "2",
        "There are no levels here.",
        "3",
    ];
    let wanted: String = said.iter().map(|line| format!("h> \n{line}\n")).collect();
    let wanted = wanted + "h> \n";
    assert_eq!((output.as_str(), status), (wanted.as_str(), Some(0)));
    let (output, ..) = ended("scheme-flat", &["--flat"], "(car y)\n(em 1)\n");
    let wanted = "lisp> \nunbound variable: y\nlisp> \nem: there are no levels here\nlisp> \n";
    assert_eq!(output, wanted);
}

/// A `rescue` that fails would fail at every level above as well.
#[test]
fn a_dialect_that_cannot_fail_properly_comes_to_an_end() {
    let place = folder("dialect-broken");
    let file = place.join("broken.scm");
    fs::write(&file, "(set! rescue (lambda (condition env cont) (car 5)))").unwrap();
    let path = file.to_str().unwrap();
    let (output, ..) = ended("dialect-broken-run", &["--lang", path, "repl"], "(car 6)\n7\n");
    let wanted = "lisp-0> \ncar: argument 1 is not a pair: 5 — moving up to level 4\nlisp-4> \n7\n";
    assert!(output.starts_with(wanted), "{output}");
}

#[test]
fn what_is_no_dialect_is_refused() {
    let (_, errors, status) = ended("dialect-unknown", &["--lang", "hlips"], "");
    assert_eq!(status, Some(2));
    assert!(errors.contains("hlisp"), "{errors}");
    let (_, errors, status) = ended("dialect-missing", &["--lang", "./nowhere.scm"], "");
    assert_eq!(status, Some(1));
    assert!(errors.contains("no such file"), "{errors}");
    let place = folder("dialect-wrong");
    let file = place.join("wrong.scm");
    fs::write(&file, "(define (f) 1)\n(f 2)\n").unwrap();
    let (output, errors, status) =
        ended("dialect-wrong-run", &["--lang", file.to_str().unwrap(), "-e", "1"], "");
    assert_eq!((output.as_str(), status), ("", Some(1)));
    assert!(errors.contains("wrong number of arguments"), "{errors}");
    assert!(errors.contains("wrong.scm:2"), "{errors}");
    fs::write(&file, "(set! eval-var (lambda (exp env cont) (cont 1)))\n").unwrap();
    let (_, errors, status) =
        ended("dialect-regress-run", &["--lang", file.to_str().unwrap(), "-e", "1"], "");
    assert_eq!(status, Some(1));
    assert!(errors.contains("eval-var"), "{errors}");
}
