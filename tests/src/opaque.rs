//! Procedures of the library are single steps: a `base-apply` that logs what it is given sees them called, and the
//! procedures that a program gave them, and nothing of their inside (`docs/design`: opaque steps).
//!
//! A program supplies a procedure by its name, as a `lambda` form, or by having got it: as the value of a call
//! that was seen, or as an operand of one. What is logged and was not supplied is the library's own.

use std::collections::HashSet;
use std::fmt::Write as _;

use crate::command::{run, tower};
use crate::reference::example::{examples, without_prompts};
use reflective_tower::reference::PAGES;

/// What level 1 is given: `(watch)` has it log, `(unwatch)` stops that and shows what nobody supplied.
const PREPARATION: &str = r"
(define mark-of-the-program #t)
(em '(import (only (tower evaluator) closed-environment)))
(em '(define apply-before base-apply))
(em '(define restart old-cont))
(em '(define log '()))
(em '(define known (make-eq-hash-table)))
(em '(define (know v) (if (procedure? v) (hash-table-set! known v #t))))
(em '(define (of-the-program? f)
       (let ((env (closed-environment f)))
         (and env (environment-bound? env 'mark-of-the-program)))))
(em '(define (logging f args env cont)
       (if (not (or (hash-table-contains? known f) (of-the-program? f)))
           (set! log (cons f log)))
       (if (list? args) (for-each know args))
       (apply-before f args env (lambda (v) (know v) (cont v)))))
(em '(define (watch) (set! log '()) (set! base-apply logging)))
(em '(define (unwatch)
       (set! base-apply apply-before)
       (for-each (lambda (f) (write f) (newline)) (reverse log))))
(define restart (environment-lookup (em '(interaction-environment)) 'restart))
";

/// A name that begins with `%` is one that only macros write: the calls that the library makes of such procedures
/// are never seen.
///
/// What else is written in the place of a macro's use: applications of the program's, of procedures that it does
/// not name, once it has named one of the macros (or, of the first, another name of the same procedure).
const EXPANSIONS: &[(&[&str], &[&str])] = &[
    (&["call/cc", "call/ec", "call-with-escape-continuation"], &["call-with-current-continuation"]),
    (&["cons-stream", "parameterize"], &["cons"]),
    (&["cut"], &["apply"]),
    (&["define-values"], &["call-with-values", "vector", "vector-ref"]),
    (&["case"], &["memv"]),
    (&["assert"], &["strip-syntax", "vector-ref", "error"]),
    (&["time"], &["list"]),
    (&["quasiquote", ",", "#"], &["append", "cons*", "list->vector"]),
    (
        &["stream-cons", "define-stream", "stream-match", "stream", "stream-let", "stream-lambda"],
        &[
            "check-stream",
            "make-cell",
            "make-promise",
            "make-stream",
            "promise-of",
            "stream-car",
            "stream-cdr",
            "stream-null?",
            "stream-pair?",
        ],
    ),
    (&["test-group", "test-group-with-cleanup"], &["call-in-group", "dynamic-wind"]),
    (&["test-with-runner"], &["call-with-runner"]),
    (
        &["test-approximate", "test-assert", "test-eq", "test-equal", "test-eqv", "test-error"],
        &["judge-error", "judge-near", "judge-same", "judge-truth", "run-test"],
    ),
    (&["comparator-if<=>"], &["three-ways"]),
    (
        &["all-values", "amb", "amb-set!"],
        &["choose", "choose-later!", "list-of-values", "try-again"],
    ),
];

fn mark(number: usize) -> String {
    format!("end-of-example-{number}")
}

/// The words of a text in which a name can stand.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| c.is_whitespace() || "()'`@\"[]".contains(c))
        .flat_map(|word| word.split_inclusive(','))
}

/// What the logging hook was shown of the library's inside by these inputs, typed in their order.
fn seen_inside(room: &str, inputs: &[String]) -> Vec<String> {
    let mut typed = PREPARATION.to_owned();
    for (number, input) in inputs.iter().enumerate() {
        let mark = mark(number);
        let text = input.trim_end();
        write!(typed, "(em '(watch))\n{text}\n(restart)\n(em '(begin (display \"{mark}\") (newline) (unwatch)))\n'{mark}\n").unwrap();
    }
    let ended = run(&mut tower(room, &["repl"]), typed.as_bytes());
    let mut rest = without_prompts(&ended.output);
    let mut named: HashSet<String> = ["em", "old-cont", "restart"].map(str::to_owned).into();
    let mut faults = Vec::new();
    for (number, input) in inputs.iter().enumerate() {
        named.extend(words(input).map(str::to_owned));
        for (macros, names) in EXPANSIONS {
            if macros.iter().any(|name| named.contains(*name)) {
                named.extend(names.iter().map(|name| (*name).to_owned()));
            }
        }
        let line = format!("{}\n", mark(number));
        let mut parts = rest.splitn(3, &line);
        let (Some(_), Some(log), Some(after)) = (parts.next(), parts.next(), parts.next()) else {
            faults.push(format!("{room}: does not end: {input}\n{}", ended.errors));
            return faults;
        };
        let own = log
            .lines()
            .filter(|line| line.starts_with("#<") && !is_supplied(line, &named))
            .collect::<Vec<_>>();
        if !own.is_empty() {
            faults.push(format!("{room}: {}: shows {}", input.trim(), own.join(" ")));
        }
        rest = after.to_owned();
    }
    faults
}

/// Whether what a line shows is a procedure of one of these names, or of the library's for expansions.
fn is_supplied(line: &str, named: &HashSet<String>) -> bool {
    let shown = line.strip_prefix("#<").and_then(|rest| rest.strip_suffix('>'));
    match shown.and_then(|shown| shown.split_once(' ')) {
        Some((_, name)) => name.starts_with('%') || named.contains(name),
        // The library calls no parameter that it was not given but by its name.
        None => shown == Some("parameter"),
    }
}

/// Each example of the reference: more than a thousand.
#[test]
fn the_examples_show_nothing_of_the_library() {
    let mut faults = Vec::new();
    for page in PAGES {
        let inputs: Vec<String> =
            examples(page.text).into_iter().map(|example| example.text).collect();
        faults.extend(seen_inside(&format!("opaque-{}", page.name), &inputs));
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// Calls, and all that `base-apply` is shown of each, in its order: a name, or `_` for a procedure without one.
const CALLS: &str = r##"
(map + '(1 2) '(3 4)) | map + +
(map + '(1) '(2) '(3)) | map +
(map id '(1 2)) | map id id
(for-each id '(1 2)) | for-each id id
(for-each id '(1) '(2)) | for-each id
(append-map list '(1 2) '(3 4)) | append-map list list
(filter-map id '(1 2) '(3 4)) | filter-map id id
(pair-for-each id '(1 2)) | pair-for-each id id
(vector-map + #(1) #(2)) | vector-map +
(vector-map id #(1 2)) | vector-map id id
(vector-map id (vector vector?) #(1)) | vector vector-map id
(vector-map (lambda (x y) (vector? x)) #(1) #(2)) | vector-map _ vector?
(vector-for-each id #(1) #(2)) | vector-for-each id
(string-map char-upcase "ab") | string-map char-upcase char-upcase
(string-for-each id "ab" "cd") | string-for-each id id
(fold + 0 '(1 2)) | fold + +
(fold + 0 '(1 2) '(3 4)) | fold + +
(fold-left + 0 '(1 2) '(3 4)) | fold-left + +
(fold-right cons '() '(1 2)) | fold-right cons cons
(fold-right + 0 '(1 2) '(3 4)) | fold-right + +
(pair-fold cons '() '(1 2)) | pair-fold cons cons
(pair-fold-right cons '() '(1 2)) | pair-fold-right cons cons
(reduce + 0 '(1 2 3)) | reduce + +
(reduce-right + 0 '(1 2 3)) | reduce-right + +
(unfold null? car cdr '(1 2)) | unfold null? cdr car null? cdr car null?
(unfold-right null? car cdr '(1 2)) | unfold-right null? cdr car null? cdr car null?
(filter odd? '(1 2)) | filter odd? odd?
(remove odd? '(1 2)) | remove odd? odd?
(partition odd? '(1 2)) | partition odd? odd?
(delete-duplicates '(1 1) =) | delete-duplicates =
(delete-duplicates '(1 1)) | delete-duplicates
(alist-delete 1 '((1 . 2))) | alist-delete
(alist-delete 1 '((1 . 2)) =) | alist-delete =
(any odd? '(2 3)) | any odd? odd?
(every odd? '(1 3)) | every odd? odd?
(every = '(1) '(1)) | every =
(find odd? '(2 3)) | find odd? odd?
(list-index = '(1 2) '(2 2)) | list-index = =
(count odd? '(1 2)) | count odd? odd?
(member 2 '(1 2) =) | member = =
(assoc 2 '((1 . 1) (2 . 2)) =) | assoc = =
(lset-adjoin = '(1) 2) | lset-adjoin =
(lset-union = '(1) '(2)) | lset-union =
(lset-intersection = '(1) '(1)) | lset-intersection =
(lset-difference = '(1) '(2)) | lset-difference =
(lset-xor = '(1) '(2)) | lset-xor = =
(lset<= = '(1) '(1)) | lset<= =
(zip '(1 2) '(3 4)) | zip
(unzip2 '((1 2) (3 4))) | unzip2
(sort '(2 1) <) | sort <
(sort (list "b" "a") string<?) | list sort string<?
(list-sort < '(2 1)) | list-sort <
(vector-sort < #(2 1)) | vector-sort <
(sorted? '(1 2) <) | sorted? <
(vector-binary-search #(1 2 3) 2 -) | vector-binary-search -
(vector-count odd? #(1 2)) | vector-count odd? odd?
(vector-count = #(1 2) #(1 3)) | vector-count = =
(vector-index odd? #(2 3)) | vector-index odd? odd?
(vector-fold + 0 #(1 2)) | vector-fold + +
(vector-fold-right + 0 #(1 2) #(3 4)) | vector-fold-right + +
(make-initialized-vector 2 id) | make-initialized-vector id id
(vector-unfold id 2) | vector-unfold id id
(list-tabulate 2 id) | list-tabulate id id
(string-tokenize "a b") | string-tokenize
(string-search-all "a" "banana") | string-search-all
(string-any char-numeric? "a1") | string-any char-numeric? char-numeric?
(string-every char-numeric? "11") | string-every char-numeric? char-numeric?
(string-count "banana" #\a) | string-count
(hash-table-update! table 1 id (lambda () 0)) | hash-table-update! id
(hash-table-update!/default table 1 id 0) | hash-table-update!/default id
(hash-table-walk table id) | hash-table-walk id
(hash-table-ref table 9 (lambda () 0)) | hash-table-ref _
(hash-table-fold table id 0) | hash-table-fold id
(hash-table-ref/default (make-hash-table =) 1 0) | make-hash-table hash-table-ref/default
(alist->hash-table '((1 . 2)) =) | alist->hash-table
(hash-table-set! (make-hash-table string-ci=?) "a" 1) | make-hash-table hash-table-set!
(apply + '(1 2)) | apply +
(apply map + '((1) (2))) | apply map +
(call-with-values id id) | call-with-values id id
(dynamic-wind id id id) | dynamic-wind id id id
(call-with-output-string id) | call-with-output-string id
(with-output-to-string id) | with-output-to-string id
(call-with-escape-continuation id) | call-with-current-continuation id
(within-continuation id id) | within-continuation id id
(make-parameter 1 id) | make-parameter id
((make-parameter 1 id)) | make-parameter id _
(force (make-unforced-promise id)) | make-unforced-promise force id
(force (delay 1)) | %delay force _
(stream-head (stream-map + (stream 1 2) (stream 3 4)) 2) | stream stream stream-map + stream-head +
(stream->list (stream-filter odd? (stream 1 2 3))) | stream stream-filter odd? stream->list odd? odd?
((compose id id) 1) | compose _ id id
((constantly 1) 2) | constantly _
(map (complement odd?) '(1)) | complement map _ odd?
(call-with-port (open-input-string "") id) | open-input-string call-with-port id
(with-exception-handler id (lambda () 1)) | with-exception-handler _
(with-exception-handler id (lambda () (raise-continuable 1))) | with-exception-handler _ raise-continuable id
(call-with-current-continuation id) | call-with-current-continuation id
(list-merge < '(1) '(2)) | list-merge <
(vector-select! < (vector 2 1) 0) | vector vector-select! <
(list-delete-neighbor-dups = '(1 1)) | list-delete-neighbor-dups =
(vector-find-median < #(1 2) 0 list) | vector-find-median < < list
(vector-any odd? #(2 3)) | vector-any odd? odd?
(vector-every odd? #(1 3)) | vector-every odd? odd?
(vector= = #(1) #(1)) | vector= =
(vector-cumulate + 0 #(1 2)) | vector-cumulate + +
(vector-unfold-right id 2) | vector-unfold-right id id
(string-index "a1" char-numeric?) | string-index char-numeric? char-numeric?
(string-skip "  x" #\space) | string-index
(string-trim " a " char-whitespace?) | string-trim char-whitespace? char-whitespace?
(string-trim-both " a ") | string-trim-both
(string-fold cons '() "ab") | string-fold cons cons
(string-filter char-numeric? "a1") | string-filter char-numeric? char-numeric?
(string-unfold null? car cdr '(#\a)) | string-unfold null? car cdr null?
(=? by-number 1 1) | =? =
(<? by-number 1 2 3) | <? < <
(=? (make-pair-comparator by-number by-number) '(1 . 2) '(1 . 2)) | make-pair-comparator =? = =
(<? (make-list-comparator by-number) '(1) '(2)) | make-list-comparator <? = <
(<? (make-vector-comparator by-number vector? vector-length vector-ref) #(1) #(2)) | make-vector-comparator <? vector-length vector-length vector-length vector-ref vector-ref = vector-length vector-ref vector-ref <
(comparator-hash by-number 1) | comparator-hash number-hash
(=? (make-default-comparator) '(1 "a") '(1 "a")) | make-default-comparator =?
(map (comparator-equality-predicate (make-eqv-comparator)) '(1) '(1)) | make-eqv-comparator comparator-equality-predicate map eqv?
(generator->list (generator 1 2)) | generator generator->list _ _ _
(generator->list (gmap + (generator 1) (generator 2))) | generator generator gmap generator->list _ _ _ + _ _
(generator->list (gfilter odd? (generator 1 2))) | generator gfilter generator->list _ _ odd? _ _ odd? _
(generator->list (gremove odd? (generator 1 2))) | generator gremove generator->list _ _ odd? _ odd? _ _
(generator->list (make-coroutine-generator (lambda (yield) (for-each yield '(1))))) | make-coroutine-generator generator->list _ _ for-each yield _
(generator->list ((make-for-each-generator for-each) '(1))) | make-for-each-generator _ generator->list _ for-each yield _
(generator-fold + 0 (generator 1)) | generator generator-fold _ + _
(generator->list (gdelete 1 (generator 1 2))) | generator gdelete generator->list _ _ _ _ _
(generator->list (gdelete 1 (generator 1) =)) | generator gdelete generator->list _ _ = _
(generator->list (gmerge < (generator 1) (generator 2))) | generator generator gmerge generator->list _ _ _ < _ _ _ _
(generator-unfold (generator 1) unfold) | generator generator-unfold _ unfold _
((sum-accumulator) 1) | sum-accumulator _
((make-accumulator id 0 id) 1) | make-accumulator _ id
(string->json "[1, {\"a\": 2}]") | string->json
(json->string '((a . 1))) | json->string
(string->csv "a,b") | string->csv
(csv->string '(("a" 1))) | csv->string
"##;

/// What the calls need; `(shown f)` is what is said of a procedure.
const OF_CALLS: &str = r##"
(import (srfi 1) (srfi 132) (srfi 133) (srfi 69) (srfi 152) (srfi 128) (srfi 158))
(import (tower json) (tower csv))
(define id (lambda all 1))
(define table (make-equal-hash-table))
(hash-table-set! table 1 2)
(define by-number (make-comparator number? = < number-hash))
(em '(define apply-before base-apply))
(em '(define log '()))
(em '(define (logging f args env cont)
       (set! log (cons f log))
       (apply-before f args env cont)))
(em '(define (watch) (set! log '()) (set! base-apply logging)))
(em '(define (unwatch) (set! base-apply apply-before) (cdr log)))
(define (shown f)
  (let* ((text (call-with-output-string (lambda (port) (write f port))))
         (name (string-search-forward " " text 0)))
    (if name (substring text (+ name 1) (- (string-length text) 1)) "_")))
"##;

/// Each call is made twice: the first time what it needs is compiled and read.
#[test]
fn calls_show_what_they_were_given() {
    let rows: Vec<(&str, &str)> =
        CALLS.lines().filter_map(|line| line.rsplit_once(" | ")).collect();
    let mut typed = OF_CALLS.to_owned();
    for (call, _) in &rows {
        for _ in 0..2 {
            writeln!(typed, "(begin (em '(watch)) {call} (if #f #f))").unwrap();
            typed.push_str("(for-each (lambda (f) (display (shown f)) (display \" \")) (reverse (em '(unwatch))))\n");
        }
    }
    let ended = run(&mut tower("opaque-calls", &["repl"]), typed.as_bytes());
    let output = without_prompts(&ended.output);
    println!("{output}{}", ended.errors);
    let shown: Vec<&str> = output.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let expected: Vec<&str> = rows.iter().flat_map(|(_, names)| [*names, *names]).collect();
    assert_eq!(shown, expected);
}
