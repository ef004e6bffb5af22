//! Typing at a terminal: what a person sees of it.

use crate::command::folder;
use crate::terminal::{Seat, Terminal};
use std::fmt::Write;

/// A terminal of 80 columns and 24 rows.
fn usual() -> Seat {
    Seat { size: (80, 24), ..Seat::default() }
}

/// The same in colours.
fn coloured() -> Seat {
    Seat { size: (80, 24), environment: Vec::new() }
}

const UP: &str = "\x1b[A";
const DOWN: &str = "\x1b[B";

fn pasted(text: &str) -> String {
    format!("\x1b[200~{text}\x1b[201~")
}

#[test]
fn an_unfinished_input_goes_on_indented() {
    let mut terminal = Terminal::start_at("an_unfinished_input_goes_on_indented", &[], usual());
    terminal.send("(define (square x)");
    terminal.see(&["lisp-0> (define (square x)"]);
    terminal.send("\r");
    terminal.see(&["lisp-0> (define (square x)", "    ..."]);
    terminal.see_cursor_in(10);
    terminal.send("(* x");
    terminal.see(&["    ...   (* x"]);
    terminal.send("\r");
    terminal.see(&["    ...   (* x", "    ..."]);
    terminal.see_cursor_in(13);
    terminal.send("x))");
    terminal.see(&["    ...      x))"]);
    terminal.send("\r");
    terminal.see(&["    ...      x))", "lisp-0>"]);
    terminal.send("(square 12)");
    terminal.see(&["lisp-0> (square 12)"]);
    terminal.send("\r");
    terminal.see(&["lisp-0> (square 12)", "144", "lisp-0>"]);
}

#[test]
fn a_new_line_can_be_had_anywhere() {
    let mut terminal = Terminal::start_at("a_new_line_can_be_had_anywhere", &[], usual());
    terminal.send("(+ 1 2)");
    terminal.see(&["lisp-0> (+ 1 2)"]);
    terminal.send("\x1b\r");
    terminal.see(&["lisp-0> (+ 1 2)", "    ..."]);
    terminal.send("(+ 3 4)");
    terminal.see(&["lisp-0> (+ 1 2)", "    ... (+ 3 4)"]);
    terminal.send("\n");
    terminal.see(&["    ... (+ 3 4)", "3", "7", "lisp-0>"]);
}

#[test]
fn the_history_holds_whole_inputs() {
    let state = folder("the_history_holds_whole_inputs-state");
    let environment =
        || vec![("NO_COLOR", "1".into()), ("XDG_STATE_HOME", state.to_str().unwrap().into())];
    let seat = || Seat { environment: environment(), ..usual() };
    let test = "the_history_holds_whole_inputs";
    let mut first = Terminal::start_at(test, &[], seat());
    let mut second = Terminal::start_at("the_history_holds_whole_inputs-beside", &[], seat());
    first.send(&pasted("(define (f x)\r  (* 2 x))"));
    first.send("\r");
    first.see(&["    ...   (* 2 x))", "lisp-0>"]);
    second.send("'beside\r");
    second.see(&["beside", "lisp-0>"]);
    first.send("(f 21)\r");
    first.see(&["42", "lisp-0>"]);
    first.send("half");
    first.send(UP);
    first.see(&["lisp-0> (f 21)"]);
    first.send(UP);
    first.see(&["lisp-0> (define (f x)", "    ...   (* 2 x))"]);
    first.send(DOWN);
    first.see(&["lisp-0> (f 21)"]);
    first.send(DOWN);
    first.see(&["lisp-0> half"]);
    first.send("\x03");
    first.see(&["lisp-0> half", "lisp-0>"]);
    first.send("\x04");
    assert_eq!(first.end().code(), Some(0));
    let mut later = Terminal::start_at(test, &[], seat());
    later.send(UP);
    later.see(&["lisp-0> (f 21)"]);
    later.send(UP);
    later.see(&["lisp-0> 'beside"]);
    later.send(UP);
    later.see(&["lisp-0> (define (f x)", "    ...   (* 2 x))"]);
    // Within an input the same keys go from line to line, in the column.
    later.send(UP);
    later.send("1");
    later.see(&["lisp-0> (define (f1 x)"]);
    later.send("\x12");
    later.see_somewhere("input with:");
    later.send("besi");
    later.see_somewhere("lisp-0> 'beside");
    later.send("\r");
    later.see(&["lisp-0> 'beside", "beside", "lisp-0>"]);
}

#[test]
fn names_are_completed() {
    let mut terminal = Terminal::start_at("names_are_completed", &[], usual());
    terminal.send("(vector-f");
    terminal.see(&["lisp-0> (vector-f"]);
    terminal.send("\t");
    terminal.see_somewhere("vector-filter      (vector-filter ");
    terminal.send("il");
    terminal.see(&["lisp-0> (vector-fil"]);
    terminal.send("\t");
    terminal.see_somewhere("vector-fill!");
    terminal.send("t");
    terminal.see(&["lisp-0> (vector-filt"]);
    terminal.send("\t");
    terminal.see(&["lisp-0> (vector-filter"]);
    terminal.send("\x03");
    terminal.send("(define (my-own-procedure alpha beta . rest) alpha)\r");
    terminal.see(&["lisp-0>"]);
    for (typed, completed) in [
        ("(my-o", "(my-own-procedure"),
        ("(lambda (argument) (arg", "(lambda (argument) (argument"),
        ("(import (sch", "(import (scheme"),
        ("(import (scheme inex", "(import (scheme inexact"),
        ("(import (only (srfi 1", "(import (only (srfi 1"),
        (",lev", ",levels"),
        (",describe my-o", ",describe my-own-procedure"),
    ] {
        terminal.send(typed);
        terminal.see(&[&format!("lisp-0> {typed}")]);
        terminal.send("\t");
        terminal.see(&[&format!("lisp-0> {completed}")]);
        terminal.send("\x03");
        terminal.see(&["lisp-0>"]);
    }
}

#[test]
fn files_are_completed_where_one_is_named() {
    let mut terminal = Terminal::start_at("files_are_completed_where_one_is_named", &[], usual());
    terminal.send(
        "(call-with-output-file \"colours of the rainbow.scm\" (lambda (p) (write ''red p)))\r",
    );
    terminal.see(&["lisp-0>"]);
    terminal.send("(load \"col");
    terminal.see(&["lisp-0> (load \"col"]);
    terminal.send("\t");
    terminal.see(&["lisp-0> (load \"colours of the rainbow.scm"]);
    terminal.send("\")\r");
    terminal.see(&["red", "lisp-0>"]);
    terminal.send("(string-length \"col");
    terminal.see(&["lisp-0> (string-length \"col"]);
    terminal.send("\t");
    terminal.expect("\x07");
    terminal.send("ours\")\r");
    terminal.see(&["7", "lisp-0>"]);
}

/// The parameters that are still to come are shown behind what is typed, and are not there.
#[test]
fn parameters_are_hinted() {
    let mut terminal = Terminal::start_at("parameters_are_hinted", &[], coloured());
    terminal.send("(define (my-own alpha beta . rest) (list alpha beta))\r");
    terminal.see(&["lisp-0>"]);
    terminal.send("(my-own ");
    terminal.see(&["lisp-0> (my-own alpha beta rest ..."]);
    terminal.see_cursor_in(16);
    terminal.expect("\x1b[2malpha beta rest ...\x1b[0m\x1b[K\r\x1b[16C");
    terminal.send("1 ");
    terminal.see(&["lisp-0> (my-own 1 beta rest ..."]);
    terminal.send("2)\r");
    terminal.see(&["lisp-0> (my-own 1 2)", "(1 2)", "lisp-0>"]);
    terminal.send("(append ");
    terminal.see_somewhere("lisp-0> (append list");
    // What was typed before is offered, and taken with the key that goes there.
    terminal.send("\x03(my-own 1");
    terminal.see(&["lisp-0> (my-own 1 2)"]);
    terminal.send("\x1b[C\r");
    terminal.see(&["lisp-0> (my-own 1 2)", "(1 2)", "lisp-0>"]);
}

#[test]
fn no_colour_is_no_colour() {
    let mut terminal = Terminal::start_at("no_colour_is_no_colour", &[], usual());
    terminal.send("(define (f x) \"a\" #;b 1 :key) ; (\r");
    terminal.see(&["lisp-0>"]);
    terminal.send("(f ");
    terminal.see_somewhere("lisp-0> (f");
    terminal.see_somewhere("x");
    terminal.send("1)\r");
    terminal.see(&["lisp-0> (f 1)", ":key", "lisp-0>"]);
    let styled = terminal.sent().split('\x1b').any(|part| {
        part.starts_with('[')
            && part.trim_start_matches(|c: char| !c.is_alphabetic()).starts_with('m')
    });
    assert!(!styled, "{:?}", terminal.sent());
}

#[test]
fn parentheses_are_matched_in_colour() {
    let mut terminal = Terminal::start_at("parentheses_are_matched_in_colour", &[], coloured());
    terminal.send("(if (f)");
    terminal.expect("\x1b[1;34mif\x1b[0m \x1b[1;4;36m(\x1b[0mf\x1b[1;4;36m)\x1b[0m");
    terminal.send(" \"s\" 1 :k))");
    terminal.expect("\x1b[32m\"s\"\x1b[0m \x1b[36m1\x1b[0m \x1b[35m:k\x1b[0m");
    terminal.expect("\x1b[1;31m)\x1b[0m");
}

/// A program of 200 lines, its lines ended in every way, is one input; each value is printed.
#[test]
fn a_program_is_pasted() {
    let mut program = String::new();
    for n in 0..50 {
        let end = ["\n", "\r", "\r\n"][n % 3];
        write!(program, "(define (f{n} x){end}\t(* x{end}\t   {n}))\t; comment{end}(f{n} 2){end}")
            .unwrap();
    }
    let mut terminal = Terminal::start_at("a_program_is_pasted", &[], usual());
    terminal.send(&pasted(&program));
    terminal.see(&["    ... (f49 2)", "    ..."]);
    terminal.send("\r");
    terminal.see(&["90", "92", "94", "96", "98", "lisp-0>"]);
    // What is no bracketed paste is evaluated line by line, without indentation on top of its own.
    terminal.send(&program.replace('\t', "  "));
    terminal.see(&["lisp-0> (f49 2)", "98", "lisp-0>"]);
    terminal.send(UP);
    terminal.send(UP);
    terminal.see_somewhere("    ...      49))  ; comment");
}

#[test]
fn what_is_no_text_does_no_harm() {
    let mut terminal = Terminal::start_at("what_is_no_text_does_no_harm", &[], usual());
    let controls: String = (0..=255u8).filter(|byte| *byte != 0x1b).map(char::from).collect();
    for text in
        [pasted(&controls), pasted(&format!("\"{controls}")), "\u{9b}2J\u{202e}\x1b[99;99Z".into()]
    {
        terminal.send(&text);
        terminal.send("\x03");
        terminal.expect("lisp-0> ");
        terminal.expect_alive();
    }
    terminal.send_bytes(b"(string-length \"\xff\xfe\xce");
    terminal.send("\")\r");
    terminal.see(&["3", "lisp-0>"]);
    terminal.send(&pasted("(list \"a\tb\" #\\\u{3bb}\0)"));
    terminal.see(&["lisp-0> (list \"a        b\" #\\λ^@)"]);
    terminal.send("\x03");
    terminal.expect_alive();
}

#[test]
fn a_narrow_terminal_is_enough() {
    let seat = Seat { size: (20, 10), ..Seat::default() };
    let mut terminal = Terminal::start_at("a_narrow_terminal_is_enough", &[], seat);
    terminal.send("(string-length \"漢字漢字漢字漢字🙂\")");
    terminal.see(&["lisp-0> (string-leng", "th \"漢字漢字漢字漢字", "🙂\")"]);
    terminal.see_cursor_in(4);
    terminal.send("\x1b[D\x1b[D");
    terminal.see(&["th \"漢字漢字漢字漢字", "🙂\")"]);
    terminal.send("\x1b[H\x1b[F");
    terminal.resize((30, 10));
    terminal.see(&["lisp-0> (string-length \"漢字漢", "字漢字漢字🙂\")"]);
    terminal.resize((20, 10));
    terminal.see(&["lisp-0> (string-leng", "th \"漢字漢字漢字漢字", "🙂\")"]);
    terminal.send("\r");
    terminal.see(&["9", "lisp-0>"]);
    // A text with more rows than the terminal is seen through a window, and left whole.
    let lines: String = (0..30).map(|n| format!("{n}\r")).collect();
    terminal.send(&pasted(&format!("(length '({lines}))")));
    terminal.see(&["    ... 29", "    ... ))"]);
    terminal.send("\x1b<");
    terminal.see(&["lisp-0> (length '(0"]);
    terminal.see_somewhere("    ... 9");
    terminal.send("\r");
    terminal.see(&["    ... 29", "    ... ))", "30", "lisp-0>"]);
}

#[test]
fn a_dumb_terminal_can_be_used() {
    let environment = vec![("TERM", "dumb".to_owned())];
    let seat = Seat { size: (80, 24), environment };
    let mut terminal = Terminal::start_at("a_dumb_terminal_can_be_used", &[], seat);
    terminal.send("(define (f x)\r");
    terminal.expect("(define (f x)\r\n    ... ");
    terminal.send("(* x 2))\r");
    terminal.expect("lisp-0> ");
    terminal.send("(f 21)\r");
    terminal.expect("\r\n42\r\nlisp-0> ");
    terminal.send_busy("(let loop () (loop))");
    terminal.interrupt();
    terminal.expect("lisp-1> ");
    assert!(!terminal.sent().contains('\x1b'));
    terminal.send("(half");
    terminal.interrupt();
    terminal.expect("lisp-1> ");
    terminal.send("\x04");
    terminal.expect("level 0  left at");
    assert_eq!(terminal.end().code(), Some(1));
}

/// Another reader decides line by line whether it wants more.
#[test]
fn another_reader_judges_for_itself() {
    let mut terminal = Terminal::start_at("another_reader_judges_for_itself", &[], usual());
    terminal.send("(em '(set! read-forms (lambda (text) (if (string-search-forward \".\" text 0) (list (string-length text)) #f))))\r");
    terminal.see(&["lisp-0>"]);
    terminal.send("one (\r");
    terminal.see(&["lisp-0> one (", "    ..."]);
    terminal.send("two ) .\r");
    terminal.see(&["    ... two ) .", "14", "lisp-0>"]);
    terminal.send(UP);
    terminal.see(&["lisp-0> one (", "    ... two ) ."]);
}

#[test]
fn wide_values_are_printed_in_lines() {
    let mut terminal = Terminal::start_at("wide_values_are_printed_in_lines", &[], usual());
    terminal.send("'(let ((one 1) (two 2) (three 3)) (display (list one two three)) (newline) (+ one two three))\r");
    terminal.see(&["  (newline)", "  (+ one two three))", "lisp-0>"]);
}

/// What a person gave up is no part of the session; what came before it is.
#[test]
fn a_session_at_a_terminal_can_be_checked() {
    let test = "a_session_at_a_terminal_can_be_checked";
    let mut terminal = Terminal::start_at(test, &[], usual());
    terminal.send(&pasted("(define (f x)\r  (* 2 x))"));
    terminal.send("\r");
    terminal.see(&["    ...   (* 2 x))", "lisp-0>"]);
    terminal.send("(g");
    terminal.see(&["lisp-0> (g"]);
    terminal.send("\x03");
    terminal.see(&["lisp-0> (g", "lisp-0>"]);
    terminal.send("(f 21)\r");
    terminal.see(&["42", "lisp-0>"]);
    terminal.send("(nowhere");
    terminal.see(&["lisp-0> (nowhere"]);
    terminal.send("\x03");
    terminal.send(",transcript session.txt\r");
    terminal.see_somewhere("The session is saved");
    terminal.send("\x04");
    assert_eq!(terminal.end().code(), Some(0));
    let file = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(test).join("session.txt");
    let saved = std::fs::read_to_string(file).unwrap();
    let session = "lisp-0> (define (f x)\n    ...   (* 2 x))\nlisp-0> (f 21)\n42\n";
    assert!(saved.contains(session), "{saved}");
}

/// A quadratic way with these would take hours.
#[test]
fn a_megabyte_is_typed_and_pasted() {
    let mut terminal = Terminal::start_at("a_megabyte_is_typed_and_pasted", &[], usual());
    for end in ["a ", "(b)\r"] {
        let data = end.repeat((1 << 20) / end.len());
        for text in [format!("(length '({data}))"), pasted(&format!("(length '({data}))"))] {
            terminal.send(&text);
            terminal.send("\r");
            terminal.see(&[&format!("{}", (1 << 20) / end.len()), "lisp-0>"]);
        }
    }
}
