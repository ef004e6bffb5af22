//! Nobody gets stranded: whatever a level has in the place of a hook or an evaluator function, the
//! controller's commands show it and lead back.

use crate::checked::each;
use crate::command::{run, tower};

/// What is put in the place of something, with a name.
const BROKEN: &[(&str, &str)] = &[
    ("transform", "(set! transform (lambda (forms) (car 'broken)))"),
    ("transform-number", "(set! transform 5)"),
    ("base-eval", "(set! base-eval (lambda (exp env cont) (raise 'broken)))"),
    ("eval-var", "(set! eval-var 7)"),
    ("rescue", "(set! rescue (lambda (condition env cont) (car 5)))"),
    ("rescue-number", "(set! rescue 5)"),
    ("print-result", "(set! print-result (lambda (value) (car 'broken)))"),
    ("print-result-number", "(set! print-result 5)"),
    ("read-forms", "(set! read-forms (lambda (text) (car text)))"),
    ("read-forms-number", "(set! read-forms 5)"),
    ("read-forms-never", "(set! read-forms (lambda (text) #f))"),
    ("base-apply", "(set! base-apply 5)"),
    ("eval-application", "(set! eval-application (lambda (exp env cont) (vector-ref exp 0)))"),
    (
        "all",
        "(begin (set! transform 1) (set! read-forms 2) (set! print-result 3) (set! rescue 4)
                (set! eval-var 5) (set! base-eval 6))",
    ),
];

/// What shows a tower.
const LOOKS: &str = ",hooks\n,levels\n,store 1\n,env\n,k\n,source eval-if\n,step (+ 1 2)\n";
/// What was paused may want a list of forms for its value, or a number.
const BACK: &str = "(if (> level 0) (old-cont '(1)))\n(if (> level 0) (old-cont 5))\n";

/// What breaks level 1, level 2 or both.
fn breaking(what: &str, at: &str) -> String {
    match at {
        "1" => format!("(EM {what})\n"),
        "2" => format!("(EM (EM {what}))\n"),
        _ => format!("(EM (begin (EM {what}) {what}))\n"),
    }
}

#[test]
fn there_is_always_a_way_back() {
    let cases =
        BROKEN.iter().flat_map(|(name, _)| ["1", "2", "both"].map(|at| format!("{name} {at}")));
    each(&cases.collect::<Vec<_>>(), |case| {
        let (name, at) = case.split_once(' ').unwrap();
        let (_, what) = BROKEN.iter().find(|(known, _)| *known == name).unwrap();
        let session = [
            &breaking(what, at),
            "(+ 1 nowhere)\n",
            LOOKS,
            &",up\n".repeat(4),
            "(reset-level! 0)\n(reset-level! 1)\n",
            &",down\n".repeat(6),
            &BACK.repeat(3),
            "(list 'back (+ 1 2) level)\n",
        ];
        let room = format!("stranded-{name}-{at}");
        let ended = run(&mut tower(&room, &["repl"]), session.concat().as_bytes());
        assert!(ended.output.contains("(back 3 0)\n"), "{case}:\n{}", ended.output);
    });
}
