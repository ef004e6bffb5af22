use crate::builtins::testing::{call, machine, refused};
use crate::condition::{Condition, Expected};
use crate::machine::Machine;
use crate::pair::Walk;
use crate::printer::{self, Style};
use crate::reader::Reader;
use crate::string;
use crate::value::Value;

/// A datum written out.
fn read(m: &mut Machine, text: &str) -> Value {
    let mut reader = Reader::of_data(text);
    let datum = reader.read(&mut m.heap, &mut m.symbols, &mut m.sources);
    datum.ok().flatten().unwrap_or_else(|| panic!("{text} is no datum"))
}

/// Checks calls, written as lists of a name and data, and what their values are written as.
fn check(cases: &[(&str, &str)]) {
    let mut m = machine();
    for (text, expected) in cases {
        let list = read(&mut m, text);
        let name = crate::symbol::name(&m.heap, list.car()).to_owned();
        let arguments: Vec<Value> = Walk::new(list.cdr()).map(Value::car).collect();
        let value = call(&mut m, &name, &arguments);
        assert_eq!(printer::to_string(&m.heap, value, Style::Write), *expected, "{text}");
    }
}

#[test]
fn making_and_taking_apart() {
    check(&[
        (r"(make-string 3 #\λ)", r#""λλλ""#),
        (r"(string #\a #\λ)", r#""aλ""#),
        ("(string)", r#""""#),
        (r#"(string-length "aλ𝄞")"#, "3"),
        (r#"(string-ref "aλ𝄞" 2)"#, r"#\𝄞"),
        (r#"(substring "abcλef" 1 4)"#, r#""bcλ""#),
        (r#"(string-copy "abc" 1)"#, r#""bc""#),
        (r#"(string-head "abc" 1)"#, r#""a""#),
        (r#"(string-tail "abc" 1)"#, r#""bc""#),
        (r#"(string-append "ab" "" "λ" "é")"#, r#""abλé""#),
        ("(string-append)", r#""""#),
        (r#"(string-concatenate ("a" "b"))"#, r#""ab""#),
        (r#"(string-reverse "abλ")"#, r#""λba""#),
        (r#"(string-null? "")"#, "#t"),
        (r#"(string->list "aλb" 1)"#, r"(#\λ #\b)"),
        (r"(list->string (#\a #\λ))", r#""aλ""#),
        (r#"(string->vector "abc" 1 2)"#, r"#(#\b)"),
        (r"(vector->string #(#\a #\b 1) 0 2)", r#""ab""#),
    ]);
}

#[test]
fn comparing() {
    check(&[
        (r#"(string=? "abc" "abc" "abc")"#, "#t"),
        (r#"(string=? "abc" "abc" "abd")"#, "#f"),
        (r#"(string<? "a" "ab" "b")"#, "#t"),
        (r#"(string<? "a" "a")"#, "#f"),
        (r#"(string>? "λ" "é" "a")"#, "#t"),
        (r#"(string<=? "a" "a" "b")"#, "#t"),
        (r#"(string>=? "a" "b")"#, "#f"),
        (r#"(string-ci=? "Straße" "STRASSE" "strasse")"#, "#t"),
        (r#"(string-ci=? "ΧΑΟΣ" "χαος")"#, "#t"),
        (r#"(string-ci<? "abc" "ABD")"#, "#t"),
        (r#"(string-upcase "Straße")"#, r#""STRASSE""#),
        (r#"(string-downcase "ΧΑΟΣ")"#, r#""χαος""#),
        (r#"(string-foldcase "ΧΑΟΣ")"#, r#""χαοσ""#),
        (r#"(string-prefix? "ab" "abc")"#, "#t"),
        (r#"(string-prefix? "abcd" "abc")"#, "#f"),
        (r#"(string-suffix? "λc" "bλc")"#, "#t"),
        (r#"(string-suffix? "" "")"#, "#t"),
    ]);
}

#[test]
fn searching() {
    check(&[
        (r#"(string-search-forward "an" "banana" 2)"#, "3"),
        (r#"(string-search-forward "xy" "banana" 0)"#, "#f"),
        (r#"(string-search-backward "an" "banana" 6)"#, "5"),
        (r#"(string-search-backward "an" "banana" 4)"#, "3"),
        (r#"(string-search-all "ana" "banana")"#, "(1 3)"),
        (r#"(string-contains "banana" "nan")"#, "2"),
        (r#"(string-contains "bλnλnλ" "nλ" 3)"#, "4"),
        (r#"(string-index "banana" #\n 3)"#, "4"),
        (r#"(string-rindex "banana" #\n)"#, "4"),
        (r#"(string-index "banana" #\λ)"#, "#f"),
    ]);
}

#[test]
fn joining_splitting_and_padding() {
    check(&[
        (r#"(string-join ("a" "b" "c"))"#, r#""a b c""#),
        (r#"(string-join ("a" "b") ", ")"#, r#""a, b""#),
        (r#"(string-join ("a" "b") ";" suffix)"#, r#""a;b;""#),
        (r#"(string-join ("a" "b") ";" prefix)"#, r#"";a;b""#),
        (r#"(string-join ())"#, r#""""#),
        (r#"(string-split "a,b,,c" ",")"#, r#"("a" "b" "" "c")"#),
        (r#"(string-split "a,b,c" #\, infix 1)"#, r#"("a" "b,c")"#),
        (r#"(string-split "a;b;" ";" suffix)"#, r#"("a" "b")"#),
        (r#"(string-split ";a;b" ";" prefix)"#, r#"("a" "b")"#),
        (r#"(string-split "" ",")"#, "()"),
        (r#"(string-split "abc" "")"#, r#"("a" "b" "c")"#),
        (r#"(string-split "xaaax" "aa")"#, r#"("x" "ax")"#),
        (r#"(string-pad-left "42" 5)"#, r#""   42""#),
        (r#"(string-pad-left "12345" 3)"#, r#""345""#),
        (r#"(string-pad-right "42" 5 #\λ)"#, r#""42λλλ""#),
        (r#"(string-pad-right "12345" 3)"#, r#""123""#),
        (r#"(string-trim " \t a b \n")"#, r#""a b""#),
        (r#"(string-trim-left "  a ")"#, r#""a ""#),
        (r#"(string-trim-right "xxaxx" #\x)"#, r#""xxa""#),
        (r#"(string-trim "   ")"#, r#""""#),
    ]);
}

#[test]
fn changing() {
    let mut m = machine();
    let n = Value::fixnum;
    let string = read(&mut m, "\"12345\"");
    call(&mut m, "string-copy!", &[string, n(1), string, n(0), n(4)]);
    assert_eq!(string::to_rust(&m.heap, string), "11234");
    call(&mut m, "string-set!", &[string, n(0), Value::char('λ')]);
    call(&mut m, "string-fill!", &[string, Value::char('-'), n(3)]);
    assert_eq!(string::to_rust(&m.heap, string), "λ12--");
    string::freeze(&mut m.heap, string);
    let condition = refused(&mut m, "string-set!", &[string, n(0), Value::char('a')]);
    let expected = Expected::MutableString;
    let (who, position) = ("string-set!", 1);
    assert_eq!(condition, Condition::WrongType { who, position, expected, found: string });
}

#[test]
fn what_is_refused() {
    let mut m = machine();
    let n = Value::fixnum;
    let string = read(&mut m, "\"abc\"");
    let circle = read(&mut m, "#0=(#\\a . #0#)");
    let improper = read(&mut m, "(#\\a . #\\b)");
    let is_range = |c: &Condition| matches!(c, Condition::OutOfRange { .. });
    assert!(is_range(&refused(&mut m, "string-ref", &[string, n(3)])));
    assert!(is_range(&refused(&mut m, "substring", &[string, n(2), n(1)])));
    assert!(is_range(&refused(&mut m, "string-tail", &[string, n(4)])));
    let room = refused(&mut m, "string-copy!", &[string, n(1), string]);
    assert!(matches!(room, Condition::NoResult { .. }));
    let memory = refused(&mut m, "make-string", &[n(1 << 50), Value::char('λ')]);
    assert!(matches!(memory, Condition::OutOfMemory { .. }));
    let memory = refused(&mut m, "string-pad-left", &[string, n(1 << 59)]);
    assert!(matches!(memory, Condition::OutOfMemory { .. }));
    assert!(matches!(refused(&mut m, "list->string", &[circle]), Condition::Circular { .. }));
    assert!(matches!(refused(&mut m, "list->string", &[improper]), Condition::WrongType { .. }));
    let bound = refused(&mut m, "string-hash", &[string, n(0)]);
    assert!(matches!(bound, Condition::WrongType { position: 2, .. }));
}

#[test]
fn hashes_are_the_same_in_every_run() {
    let mut m = machine();
    let (a, b) = (read(&mut m, "\"Straße\""), read(&mut m, "\"STRASSE\""));
    let hash = call(&mut m, "string-hash", &[a]);
    assert_eq!(hash, call(&mut m, "string-hash", &[a]));
    assert_ne!(hash, call(&mut m, "string-hash", &[b]));
    let folded = call(&mut m, "string-ci-hash", &[a]);
    assert_eq!(folded, call(&mut m, "string-ci-hash", &[b]));
    let bounded = call(&mut m, "string-hash", &[a, Value::fixnum(10)]);
    assert!((0..10).contains(&bounded.fixnum_value()));
}
