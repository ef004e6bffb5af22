//! Wrong input: whatever a person types is a condition that a program can guard, and never a panic,
//! an abort or a hang.

use std::fs;

use crate::command::{Ended, run, tower};

/// The run ends in an error of its own: status 1 and a diagnostic.
#[track_caller]
fn is_an_error(ended: &Ended, what: &str) {
    let said = ended.errors.contains("Error:") && !ended.errors.contains("panicked");
    assert!(ended.status.code() == Some(1) && said, "{what}: {ended:?}");
    assert!(ended.errors.len() < 10_000, "{what}: {} bytes", ended.errors.len());
}

fn program(test: &str, text: &[u8]) -> Ended {
    let mut command = tower(test, &["prog.scm"]);
    fs::write(command.get_current_dir().unwrap().join("prog.scm"), text).unwrap();
    run(&mut command, b"")
}

#[test]
fn text_that_is_no_program() {
    let million = 1_000_000;
    let texts: [(&str, Vec<u8>); 9] = [
        ("open", b"(".repeat(million)),
        ("open-vector", b"#(".repeat(million)),
        ("quotes", b"'".repeat(million)),
        ("close", b")".to_vec()),
        ("string", b"\"abc".to_vec()),
        ("comment", b"#|".repeat(million)),
        ("dots", b"(1 . 2 3)".to_vec()),
        ("sharp", b"#<procedure>".to_vec()),
        ("bytes", (0..=255).cycle().take(million).collect()),
    ];
    for (name, text) in texts {
        is_an_error(&program(&format!("garbage-{name}"), &text), name);
    }
}

#[test]
fn a_million_levels_of_parentheses() {
    let (open, close) = ("(+ 1 ".repeat(1_000_000), ")".repeat(1_000_000));
    let code = format!("(display {open} 0 {close})");
    let ended = program("deep-code", code.as_bytes());
    assert!(ended.output.trim_end() == "1000000" || ended.status.code() == Some(1), "{ended:?}");
    assert!(!ended.errors.contains("panicked") && ended.status.code().is_some(), "{ended:?}");
    let data = format!(
        "(define x '{open} 0 {close})
         (let loop ((x x) (n 0)) (if (pair? x) (loop (caddr x) (+ n 1)) (display n)))
         (display (equal? x x))"
    );
    let ended = program("deep-data", data.as_bytes());
    assert_eq!(ended.output.trim_end(), "1000000#t", "{}", ended.errors);
}

/// Derived forms that stand for what is in them, a million deep.
#[test]
fn a_million_levels_of_derived_forms() {
    let macros = "(define-syntax same (syntax-rules () ((_ x) x)))";
    for open in ["(and ", "(or ", "(assert ", "(same ", "(begin ", "(cond (else ", "(when #t "] {
        let close = if open.starts_with("(cond") { "))" } else { ")" };
        let (open, close) = (open.repeat(1_000_000), close.repeat(1_000_000));
        let text = format!("{macros} (define (f) {open} 'inside {close}) (f) (display 'done)");
        let ended = program("deep-derived", text.as_bytes());
        assert!(ended.output == "done" && ended.status.success(), "{}", ended.errors);
    }
}

/// What declines takes no more memory the more of it there is.
#[test]
fn guards_that_decline_end_where_memory_does() {
    let nested = "(define (f) (guard (e (#f 1)) (+ 1 (f))))";
    let guarded = "(guard (e (#t (display (condition/report-string e)))) (f))";
    for (expression, output, status) in [("(f)", "", 1), (guarded, "out of memory", 0)] {
        let arguments = ["--memory", "20M", "-e", nested, "-e", expression];
        let ended = run(&mut tower("nested-guards", &arguments), b"");
        assert_eq!((ended.output.trim_end(), ended.status.code()), (output, Some(status)));
        assert!(ended.errors.is_empty() || ended.errors.starts_with("Error: out of memory"));
    }
}

/// Handlers that take memory where there is none are passed over in the end.
#[test]
fn handlers_that_need_memory_end_where_it_does() {
    let nested = "(define (f kept)
                    (guard (e (#f 1))
                      (with-exception-handler (lambda (e) (let more ((l '())) (more (cons e l))))
                        (lambda () (+ 1 (f (cons 1 kept)))))))";
    let arguments = ["--memory", "20M", "-e", nested, "-e", "(f '())"];
    let ended = run(&mut tower("needy-handlers", &arguments), b"");
    let said = ended.errors.starts_with("Error: out of memory");
    assert!(ended.status.code() == Some(1) && said, "{ended:?}");
}

/// Numbers that are garbage at once, and a pair kept for every three: a pair in each block of the heap,
/// and no block for the next number, though half of the memory is free.
#[test]
fn numbers_end_where_blocks_do() {
    let growing = "(define (grow i kept) (grow (+ i 1 i 1) (cons kept '())))";
    let arguments = ["--memory", "16M", "--fuel", "1000000", "-e", growing, "-e", "(grow 0 '())"];
    let ended = run(&mut tower("blocks", &arguments), b"");
    let said = ended.errors.starts_with("Error: out of memory");
    assert!(ended.status.code() == Some(1) && said, "{ended:?}");
}

/// A macro use whose expansion holds two of its kind.
fn grown(form: &str) -> String {
    format!("(letrec-syntax ((m (syntax-rules () ((_ x) ({form} (m x) (m x)))))) (m 1))")
}

/// Each expression is guarded by the program itself, and ends.
#[test]
fn wrong_values_can_be_guarded() {
    let circular = "(let ((x (list 1 2))) (set-cdr! (cdr x) x) x)";
    let expressions = [
        "(expt 10 (expt 10 10))".to_owned(),
        "(make-vector -1)".to_owned(),
        "(make-vector (expt 10 15))".to_owned(),
        "(make-string (expt 10 15))".to_owned(),
        format!("(length {circular})"),
        format!("(eval {circular} (interaction-environment))"),
        format!("(for-each (lambda (x) x) {circular})"),
        format!("(map + {circular} {circular})"),
        format!("(fold + 0 {circular})"),
        format!("(member 5 {circular} (lambda (a b) #f))"),
        format!("(sorted? {circular} =)"),
        "(sort! car cdr)".to_owned(),
        grown("list"),
        grown("begin"),
        "(%set-winders! 5)".to_owned(),
        "(load \"/dev/zero\")".to_owned(),
        "(eval '(if) (interaction-environment))".to_owned(),
        "(open-input-file \"nowhere\")".to_owned(),
        "(open-input-file \"/\")".to_owned(),
        "(vector-ref (vector 1 2 3) 3)".to_owned(),
        "(5 5)".to_owned(),
        "((lambda (x) x))".to_owned(),
        "(let loop ((n 0)) (+ 1 (loop (+ n 1))))".to_owned(),
        "(let ((k #f)) (let ((v (call/cc (lambda (c) (set! k c) 0)))) (k (vector v))))".to_owned(),
        "(raise 'object)".to_owned(),
        "(undefined-name)".to_owned(),
    ];
    for expression in expressions {
        let guarded = format!("(guard (e (#t (display 'guarded))) {expression} (display 'passed))");
        let arguments = ["--memory", "256M", "-e", &guarded];
        let ended = run(&mut tower("guarded", &arguments), b"");
        assert!(
            ended.output.trim_end() == "guarded" && ended.status.success(),
            "{expression}: {ended:?}"
        );
    }
}

/// Nested `parameterize`s cost no more the more of them there are.
#[test]
fn parameters_are_bound_deep_down() {
    let nested = "(let loop ((n 100000))
                    (if (= n 0) 0 (+ 1 (parameterize ((current-error-port (current-error-port)))
                                         (loop (- n 1))))))";
    let ended = run(&mut tower("deep-parameters", &["-e", nested]), b"");
    assert_eq!(ended.output, "100000\n", "{}", ended.errors);
}

/// A form that the end of piped input cuts off is not passed over in silence.
#[test]
fn an_input_that_ends_too_early_is_reported() {
    let ended = run(&mut tower("cut-off", &["repl"]), b"(+ 1 2)\n(+ 1\n");
    assert!(ended.output.contains("not closed") && ended.status.code() == Some(1), "{ended:?}");
}

#[test]
fn circular_data_is_written_and_compared() {
    let define = "(define x (list 1 2)) (set-cdr! (cdr x) x) (define y (list 1 2 1 2))
                  (set-cdr! (cdddr y) y)";
    let arguments = ["-e", define, "-e", "x", "-e", "(equal? x y)", "-e", "(list? x)"];
    let ended = run(&mut tower("circular", &arguments), b"");
    assert_eq!(ended.output, "#0=(1 2 . #0#)\n#t\n#f\n", "{}", ended.errors);
}
