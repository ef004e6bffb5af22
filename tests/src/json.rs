//! `--json`: every line is an object, whatever happens. The lines are read by python3's json, which is
//! not ours.

use std::process::Command;

use crate::command::{Ended, run, tower};
use crate::tree::read;

/// Reads lines of JSON and writes each again, its members sorted; a text longer than 200 is its length.
const READER: &str = r#"
import json, sys
def refuse(constant): raise ValueError(constant)
def short(value):
    if isinstance(value, str): return value if len(value) <= 200 else len(value)
    if isinstance(value, list): return [short(item) for item in value]
    if isinstance(value, dict): return {key: short(item) for key, item in value.items()}
    return value
text = sys.stdin.buffer.read().decode("utf-8")
assert text == "" or text.endswith("\n")
assert text.count("\n") == len(text.splitlines())
for line in text.splitlines():
    value = json.loads(line, parse_constant=refuse)
    assert isinstance(value, dict) and isinstance(value["type"], str)
    print(json.dumps(short(value), sort_keys=True))
"#;

/// The lines, read and written again.
#[track_caller]
fn events(ended: &Ended) -> Vec<String> {
    let mut python = Command::new("python3");
    let read = run(python.args(["-c", READER]), ended.output.as_bytes());
    assert!(read.status.success(), "{read:?}\n{}", &ended.output[..ended.output.len().min(2000)]);
    read.output.lines().map(str::to_owned).collect()
}

#[track_caller]
fn session(test: &str, lines: &str) -> Vec<String> {
    events(&run(&mut tower(test, &["--json", "repl"]), lines.as_bytes()))
}

/// The events of that type.
fn of<'e>(events: &'e [String], kind: &str) -> Vec<&'e str> {
    let mark = format!("\"type\": \"{kind}\"");
    events.iter().map(String::as_str).filter(|event| event.contains(&mark)).collect()
}

#[test]
fn a_session_is_a_list_of_events() {
    let events =
        session("json-session", "(+ 5\n  y)\n(old-cont 6)\n(display \"a\")\n(values 1 \"b\")\n");
    let condition = &events[2];
    assert_eq!(
        events.iter().filter(|event| *event != condition).collect::<Vec<_>>(),
        [
            r#"{"level": 0, "text": "(+ 5", "type": "input"}"#,
            r#"{"level": 0, "text": "  y)", "type": "continuation"}"#,
            r#"{"level": 1, "text": "(old-cont 6)", "type": "input"}"#,
            r#"{"level": 0, "type": "result", "value": "11"}"#,
            r#"{"level": 0, "text": "(display \"a\")", "type": "input"}"#,
            r#"{"text": "a", "type": "output"}"#,
            r#"{"level": 0, "text": "(values 1 \"b\")", "type": "input"}"#,
            r#"{"level": 0, "type": "result", "value": "1"}"#,
            r#"{"level": 0, "type": "result", "value": "\"b\""}"#,
            r#"{"status": 0, "type": "end"}"#,
        ]
    );
    for part in [
        r#""irritants": ["y"], "kind": "unbound-variable", "level": 0, "message": "unbound variable""#,
        r#""moves-to": 1"#,
        r#""span": {"column": 3, "end-column": 4, "end-line": 2, "file": "<repl>", "line": 2}"#,
    ] {
        assert!(condition.contains(part), "{condition}");
    }
}

#[test]
fn programs_and_expressions_speak_it_too() {
    let mut command =
        tower("json-program", &["--json", "-e", "(list 1 2)", "-e", "(if #f #f)", "p.scm"]);
    let text = "(define (f x)\n  (+ 1 (car x)))\n(display 'before)\n(+ 1 (f 5))\n";
    std::fs::write(command.get_current_dir().unwrap().join("p.scm"), text).unwrap();
    let ended = run(&mut command, b"");
    let events = events(&ended);
    assert!(ended.errors.is_empty() && ended.status.code() == Some(1), "{ended:?}");
    assert_eq!(events[0], r#"{"level": 0, "type": "result", "value": "(1 2)"}"#);
    assert_eq!(events[1], r#"{"text": "before", "type": "output"}"#);
    for part in [
        r#""expected": "a pair", "found": "5""#,
        r#""kind": "wrong-type""#,
        r#""advice": {"label": "expected a pair, found 5", "span": {"column": 13, "end-column": 14"#,
        r#""file": "p.scm", "line": 2"#,
        r#""expression": "(f 5)", "span""#,
    ] {
        assert!(events[2].contains(part), "{events:?}");
    }
    assert!(!events[2].contains("moves-to"), "{events:?}");
    assert_eq!(events[3..], [r#"{"status": 1, "type": "end"}"#]);
}

#[test]
fn whatever_is_written_is_json() {
    let lines = r#"
(display "quote \" back \\ null \x0; escape \x1b; del \x7f; next \x85; line \x2028; page \xc; astral \x1f600;")
(for-each display (list #\newline #\return "\r\n" #\tab))
"\x0;\x1b;\x2028;\"" '|a\x0;b|
(string->symbol "\x2029;")
(write-string "é" (current-output-port))
(begin (display "\x3bb;") (flush-output-port) (display "x"))
(raise "\x0;\"")
(error "words \x0; \x2028;" "\x1b;" (string #\" #\\))
)
#<
(car (list
"#;
    let events = session("json-whatever", lines);
    let written = r#"null \u0000 escape \u001b del \u007f next \u0085 line \u2028 page \f astral \ud83d\ude00"#;
    assert!(of(&events, "output")[0].contains(written), "{events:?}");
    let results = of(&events, "result");
    assert!(results[0].contains(r#""\"\\x0;\\x1b;"#), "{events:?}");
    let conditions = of(&events, "condition");
    assert!(conditions[0].contains(r#""kind": "raised""#) && conditions[0].contains("moves-to"));
    assert!(conditions[1].contains(r#""kind": "message", "level": 1"#), "{events:?}");
    assert!(conditions[2].contains(r#""kind": "read""#) && !conditions[2].contains("moves-to"));
    assert!(conditions[4].contains("not closed"), "{events:?}");
    assert_eq!(of(&events, "end"), [r#"{"status": 1, "type": "end"}"#]);
}

#[test]
fn bytes_that_are_no_text() {
    let ended = run(&mut tower("json-bytes", &["--json", "repl"]), b"\"\xff\xfe\"\n'alive\n\0\n");
    let events = events(&ended);
    assert!(of(&events, "condition")[0].contains("invalid-utf8"), "{events:?}");
    assert!(of(&events, "result")[1].contains("alive"), "{events:?}");
}

#[test]
fn long_texts_are_one_line_each() {
    let lines = "(define s (make-string 10000000 #\\x3bb))\n(display s)\ns\n(string-length s)\n";
    let events = session("json-long", lines);
    let outputs = of(&events, "output");
    assert_eq!(outputs, [r#"{"text": 10000000, "type": "output"}"#]);
    assert!(of(&events, "result")[0].contains("\"value\": 10000002"), "{events:?}");
    let many =
        "(let loop ((i 0)) (if (< i 200000) (begin (write-char #\\x1f600) (loop (+ i 1)))))\n";
    let events = session("json-pieces", many);
    let outputs = of(&events, "output").concat();
    assert!(!outputs.contains("fffd") && outputs.len() > 1, "{}", outputs.len());
}

#[test]
fn commands_moves_and_ends() {
    let lines = ",levels\n,up\n,inspect 5\n,time 1\n,nonsense\n(em '(set! print-result display))\n3\n(exit 7)\n";
    let events = session("json-commands", lines);
    let texts = of(&events, "text");
    assert_eq!(
        texts[0],
        r#"{"level": 0, "text": "above    untouched\nlevel 0  reads here\n", "type": "text"}"#
    );
    assert!(texts.len() == 4 && texts[3].contains("There is no command"), "{events:?}");
    assert_eq!(
        of(&events, "output").last(),
        Some(&r#"{"text": "3", "type": "output"}"#),
        "{events:?}"
    );
    assert_eq!(of(&events, "end"), [r#"{"status": 7, "type": "end"}"#]);
    let ended = run(&mut tower("json-stranded", &["--json"]), b"(em-cont)\n");
    assert_eq!(events_end(&ended), r#"{"status": 1, "type": "end"}"#);
    let ended =
        run(&mut tower("json-fuel", &["--json", "--fuel", "1000"]), b"(let loop () (loop))\n");
    assert!(of(&self::events(&ended), "condition")[0].contains("fuel-exhausted"), "{ended:?}");
    let ended = run(&mut tower("json-rescue", &["--json"]), RESCUED.as_bytes());
    let conditions = self::events(&ended);
    assert!(of(&conditions, "condition")[0].contains(r#""level": 0"#), "{ended:?}");
    assert!(of(&conditions, "condition")[0].contains(r#""moves-to": 1"#), "{ended:?}");
}

const RESCUED: &str = "(em '(define pristine rescue))
(em '(set! rescue (lambda (condition env cont) (pristine condition env cont))))\n(car 5)\n";

#[track_caller]
fn events_end(ended: &Ended) -> String {
    events(ended).last().cloned().unwrap_or_default()
}

/// What the page on it names is what there is.
#[test]
fn the_page_names_every_type() {
    let page = read("docs/json.md");
    let code = read("tower/src/voice/mod.rs");
    for kind in ["input", "continuation", "result", "output", "condition", "text", "end"] {
        assert!(page.contains(&format!("| `{kind}` |")), "{kind}");
        assert!(code.contains(&format!("\"{kind}\"")), "{kind}");
    }
}

#[test]
fn it_is_not_for_check() {
    let ended = run(&mut tower("json-check", &["--json", "check", "x.out"]), b"");
    assert_eq!(ended.status.code(), Some(2), "{ended:?}");
    let ended = run(&mut tower("json-value", &["--json=yes"]), b"");
    assert_eq!(ended.status.code(), Some(2), "{ended:?}");
}
