//! Every builtin with arguments that it does not want: each call gives a value or a condition that
//! can be guarded, and comes back.

use std::fmt::Write as _;
use std::fs;

use crate::command::{run, tower};

/// Builtins that need not come back: the process ends, circular data are written without labels.
const LEAVING: &[&str] = &["exit", "emergency-exit", "write-simple"];

/// Data of every kind, made anew for each call, for some builtins change what they are given.
const SAMPLES: &str = r##"
(define (circular-list) (let ((x (list 1 2))) (set-cdr! (cdr x) x) x))
(define deep-list (let loop ((n 100000) (x '())) (if (= n 0) x (loop (- n 1) (list x)))))
(define samples
  (list (lambda () 0) (lambda () 1) (lambda () -1) (lambda () 3) (lambda () 1152921504606846975)
        (lambda () (expt 7 100)) (lambda () -7/3) (lambda () 1.5) (lambda () -0.0)
        (lambda () (/ 0. 0.)) (lambda () (/ 1. 0.)) (lambda () (sqrt -2)) (lambda () #t)
        (lambda () '()) (lambda () 'name) (lambda () #\x3bb) (lambda () "literal")
        (lambda () (string #\a #\x3bb #\x1f600)) (lambda () (list 1 2 3)) (lambda () '(1 . 2))
        circular-list (lambda () deep-list) (lambda () (list (cons 1 2) (cons "a" 3)))
        (lambda () (vector 1 2 3)) (lambda () '#(1)) (lambda () (bytevector 1 255 128))
        (lambda () car) (lambda () (lambda (x) x)) (lambda () (eof-object)) (lambda () (if #f #f))
        (lambda () (open-input-string "text")) (lambda () (open-output-string))
        (lambda () (make-parameter 1)) (lambda () (call-with-current-continuation list))))
(define (few) (let loop ((rest samples) (n 0))
  (cond ((null? rest) '())
        ((= 0 (modulo n 4)) (cons (car rest) (loop (cdr rest) (+ n 1))))
        (else (loop (cdr rest) (+ n 1))))))
(define (try procedure makers)
  (guard (condition (#t 'refused))
    (apply procedure (map (lambda (make) (make)) makers))))
(define (try-all procedure count choice makers)
  (if (= count 0)
      (try procedure makers)
      (for-each (lambda (make) (try-all procedure (- count 1) choice (cons make makers))) choice)))
(define (check name procedure least most)
  (write-string "\n<" ) (write-string name) (write-string ">\n")
  (do ((count least (+ count 1))) ((> count most))
    (try-all procedure count (if (< count 3) samples (few)) '())))
"##;

/// The calls of one family, as a program.
fn program(builtins: &[(&str, u16, Option<u16>)]) -> String {
    let mut text = SAMPLES.to_owned();
    for (name, min, max) in builtins {
        let least = min.saturating_sub(1);
        let most = max.map_or(min + 1, |max| max + 1).min(4);
        writeln!(text, "(check \"{name}\" {name} {least} {most})").unwrap();
    }
    text + "(write-string \"\\nall came back\")"
}

#[test]
fn every_builtin_refuses_what_it_does_not_want() {
    for (family, rows) in reflective_tower::BUILTINS {
        let rows = rows.iter().filter(|row| !LEAVING.contains(&row.name));
        let builtins: Vec<_> = rows.map(|row| (row.name, row.arity.min, row.arity.max)).collect();
        let mut command = tower(&format!("wrong-{family}"), &["--memory", "1G", "prog.scm"]);
        let folder = command.get_current_dir().unwrap().to_owned();
        fs::write(folder.join("prog.scm"), program(&builtins)).unwrap();
        let ended = run(&mut command, b"");
        let came_back = ended.output.ends_with("all came back") && ended.status.success();
        let last = ended.output.rfind("\n<").map(|at| ended.output[at..].lines().nth(1));
        assert!(came_back, "{family}, in {last:?}: {}\n{}", ended.status, ended.errors);
    }
}
