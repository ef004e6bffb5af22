//! Every procedure of the language with arguments that it does not want: each call gives a value or a
//! condition that can be guarded, and comes back.

use std::fmt::Write as _;
use std::fs;

use crate::command::{run, tower};
use crate::tree::{entries, name, read};

/// Procedures that need not come back: the process ends, a level above meets the error or reads its
/// input, circular data are written without labels, what is given is called until it gives an end.
const LEAVING: &[&str] =
    &["exit", "emergency-exit", "write-simple", "em", "em-cont", "rescue", "port->list"];

/// Procedures that go round a circular list for as long as the procedure they are given has it, or
/// call it until it says so (SRFI 1).
#[rustfmt::skip]
const ENDLESS: &[&str] = &[
    "any", "break", "break!", "drop-while", "every", "exists", "find", "find-tail", "for-all",
    "list-index", "span", "span!", "take-while", "take-while!", "unfold", "unfold-right",
];

/// Data of every kind, made anew for each call, for some procedures change what they are given.
const SAMPLES: &str = r##"
(define (circular . items) (set-cdr! (last-pair items) items) items)
(define (circular-vector) (let ((v (vector 1 2))) (vector-set! v 1 v) v))
(define deep-list (let loop ((n 100000) (x '())) (if (= n 0) x (loop (- n 1) (list x)))))
(define-record-type point (make-point x) point? (x point-x))
(define (closed) (let ((port (open-input-string "text"))) (close-port port) port))
(define finite
  (list (lambda () 0) (lambda () 1) (lambda () -1) (lambda () 3) (lambda () 1152921504606846975)
        (lambda () (expt 7 100)) (lambda () -7/3) (lambda () 1.5) (lambda () -0.0)
        (lambda () (/ 0. 0.)) (lambda () (/ 1. 0.)) (lambda () (sqrt -2)) (lambda () #t)
        (lambda () '()) (lambda () 'name) (lambda () #\x3bb) (lambda () "literal")
        (lambda () (string #\a #\x3bb #\x1f600)) (lambda () (list 1 2 3)) (lambda () '(1 . 2))
        (lambda () deep-list) (lambda () (list (cons 1 2) (cons "a" 3)))
        (lambda () (vector 1 2 3)) (lambda () '#(1)) (lambda () (bytevector 1 255 128))
        (lambda () car) (lambda () (lambda (x) x)) (lambda () (eof-object)) (lambda () (if #f #f))
        (lambda () (open-input-string "text")) (lambda () (open-output-string)) closed
        (lambda () (make-parameter 1)) (lambda () (call-with-current-continuation list))
        (lambda () (interaction-environment)) (lambda () (make-point 1)) (lambda () (delay 1))
        (lambda () (let ((t (make-equal-hash-table))) (hash-table-set! t t t) t))
        (lambda () (guard (e (#t e)) (error "said" 1))) circular-vector
        (lambda () (list (list 1 2) (vector #\a)))))
(define samples
  (cons* (lambda () (circular 1 2)) (lambda () (circular (cons 1 2))) (lambda () (circular #\a))
         finite))
(define (few samples) (let loop ((rest samples) (n 0))
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
(define (check name procedure least most samples)
  (write-string "\n<" ) (write-string name) (write-string ">\n")
  (do ((count least (+ count 1))) ((> count most))
    (try-all procedure count (if (< count 3) samples (few samples)) '())))
"##;

/// A procedure's name, and how many arguments it is tried with: from, to.
type Trial = (String, u16, u16);

/// The calls of one family, as a program.
fn program(trials: &[Trial]) -> String {
    let mut text = SAMPLES.to_owned();
    for (name, least, most) in trials {
        let samples = if ENDLESS.contains(&name.as_str()) { "finite" } else { "samples" };
        writeln!(text, "(check \"{name}\" {name} {least} {most} {samples})").unwrap();
    }
    text + "(write-string \"\\nall came back\")"
}

fn is_tried(name: &str) -> bool {
    !LEAVING.contains(&name) && !name.starts_with('%')
}

#[track_caller]
fn all_come_back(family: &str, trials: &[Trial]) {
    let mut command = tower(&format!("wrong-{family}"), &["--memory", "128M", "prog.scm"]);
    let folder = command.get_current_dir().unwrap().to_owned();
    fs::write(folder.join("prog.scm"), program(trials)).unwrap();
    let ended = run(&mut command, b"");
    let came_back = ended.output.ends_with("all came back") && ended.status.success();
    let last = ended.output.rfind("\n<").map(|at| ended.output[at..].lines().nth(1));
    assert!(came_back, "{family}, in {last:?}: {}\n{}", ended.status, ended.errors);
}

#[test]
fn every_builtin_refuses_what_it_does_not_want() {
    for (family, rows) in reflective_tower::BUILTINS {
        let rows = rows.iter().filter(|row| is_tried(row.name));
        let trial = |min: u16, max: Option<u16>| {
            (min.saturating_sub(1), max.map_or(min + 1, |max| max + 1).min(4))
        };
        let trials: Vec<Trial> = rows
            .map(|row| (row.name.to_owned(), trial(row.arity.min, row.arity.max)))
            .map(|(name, (least, most))| (name, least, most))
            .collect();
        all_come_back(family, &trials);
    }
}

#[test]
fn every_primitive_refuses_what_it_does_not_want() {
    let controls = reflective_tower::CONTROLS.iter().map(|(_, name, ..)| *name);
    let primitives = reflective_tower::primitive::Primitive::ALL.iter();
    // These are bound where a level has moved up.
    let nowhere = |name: &&str| !["old-cont", "cont"].contains(name);
    let names = controls.chain(primitives.map(|p| p.description().name).filter(nowhere));
    let names = names.filter(|name| is_tried(name));
    let trials: Vec<Trial> = names.map(|name| (name.to_owned(), 0, 3)).collect();
    all_come_back("primitives", &trials);
}

#[test]
fn every_procedure_of_the_library_refuses_what_it_does_not_want() {
    for path in entries("stdlib/scheme/prelude") {
        let file = name(&path);
        let names = defined_in(&read(&format!("stdlib/scheme/prelude/{file}")));
        let names = names.into_iter().filter(|name| is_tried(name));
        let trials: Vec<Trial> = names.map(|name| (name, 0, 3)).collect();
        all_come_back(file, &trials);
    }
}

/// The second of two calls finds other files than the first.
const CHANGES_FILES: &[&str] = &["delete-file", "rename-file"];

/// Calls a procedure by its name, where it may be inlined, and by `apply`, with the same data.
const BOTH_WAYS: &str = r#"
(define data
  (list (lambda () 0) (lambda () 1) (lambda () -1) (lambda () (expt 2 70)) (lambda () 1.5)
        (lambda () 'name) (lambda () '()) (lambda () (list 1 2)) (lambda () (list '(a))) (lambda () (string))
        (lambda () (string #\a #\b)) (lambda () "literal") (lambda () (vector))
        (lambda () (vector 1 2)) (lambda () '#(1)) (lambda () (bytevector)) (lambda () #\a)))
(define (refusal thunk)
  (guard (e ((condition? e)
             (list (condition-kind e) (error-object-message e) (error-object-irritants e)))
            (#t (list 'raised e)))
    (thunk)
    'none))
(define (compare name named applied makers)
  (define (call procedure) (lambda () (apply procedure (map (lambda (make) (make)) makers))))
  (let ((inlined (refusal (call named))) (called (refusal (call applied))))
    (unless (equal? inlined called)
      (write-string (string-append "\n<differs> " name ": "))
      (write (list inlined called)))))
(define (compare-all name named applied count makers)
  (if (= count 0)
      (compare name named applied makers)
      (for-each (lambda (make) (compare-all name named applied (- count 1) (cons make makers)))
                data)))
"#;

/// What the compiler inlines says of wrong arguments what the procedure says: same kind, words and
/// irritants. With a constant in an operand's place, too.
#[test]
fn a_refusal_is_the_same_inlined_and_applied() {
    let mut text = BOTH_WAYS.to_owned();
    let rows = reflective_tower::BUILTINS.iter().flat_map(|(_, rows)| rows.iter());
    for row in rows.filter(|row| is_tried(row.name) && !CHANGES_FILES.contains(&row.name)) {
        let (name, most) = (row.name, row.arity.max.unwrap_or(row.arity.min + 1).min(3));
        for count in row.arity.min..=most {
            let parameters = &["a", "b", "c"][..count as usize];
            for call in calls_of(name, parameters) {
                let list = parameters.join(" ");
                let applied = call.replacen(name, &format!("apply {name} (list"), 1) + ")";
                writeln!(
                    text,
                    "(compare-all {call:?} (lambda ({list}) {call}) (lambda ({list}) {applied}) {count} '())"
                )
                .unwrap();
            }
        }
    }
    let mut command = tower("both-ways", &["--memory", "256M", "prog.scm"]);
    let folder = command.get_current_dir().unwrap().to_owned();
    fs::write(folder.join("prog.scm"), text + "(write-string \"\nall came back\")").unwrap();
    let ended = run(&mut command, b"");
    assert!(ended.output.ends_with("all came back"), "{}\n{}", ended.status, ended.errors);
    let differing: Vec<&str> =
        ended.output.lines().filter(|line| line.starts_with("<differs>")).collect();
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// A call with every operand a variable, and those with one of them a constant instead.
fn calls_of(name: &str, parameters: &[&str]) -> Vec<String> {
    let call = |operands: &[&str]| format!("({name} {})", operands.join(" "));
    let mut calls = vec![call(parameters)];
    if parameters.len() == 2 {
        calls.push(call(&[parameters[0], "1"]));
        calls.push(call(&["1", parameters[1]]));
    }
    calls
}

/// The names that a text of the library defines.
fn defined_in(text: &str) -> Vec<String> {
    let definitions = text.lines().filter_map(|line| line.strip_prefix("(define "));
    let is_end = |c: char| c.is_whitespace() || c == ')';
    let name = |rest: &str| rest.trim_start_matches('(').split(is_end).next().map(str::to_owned);
    definitions.filter_map(name).collect()
}
