use crate::builtins::testing::{call, machine, outcome, refused};
use crate::condition::{Condition, Expected};
use crate::heap::Refused;
use crate::layout::Type;
use crate::machine::Machine;
use crate::string;
use crate::value::Value;
use crate::world::testing::scratch;

fn text(m: &mut Machine, content: &str) -> Value {
    string::from_str(&mut m.heap, content).unwrap()
}

fn rust(m: &Machine, value: Value) -> Option<String> {
    value.is_a(Type::String).then(|| string::to_rust(&m.heap, value))
}

/// A file with this content, and a port on it.
fn file(m: &mut Machine, name: &str, opener: &str, content: &[u8]) -> Value {
    let path = text(m, &scratch(name));
    let out = call(m, "open-binary-output-file", &[path]);
    let bytes = m.heap.bytes(Type::Bytes, 0, content);
    call(m, "write-bytevector", &[bytes, out]);
    call(m, "close-port", &[out]);
    let port = call(m, opener, &[path]);
    call(m, "delete-file", &[path]);
    port
}

/// The same content behind a file port and a string port.
fn both(m: &mut Machine, name: &str, content: &str) -> [Value; 2] {
    let string = text(m, content);
    let port = call(m, "open-input-string", &[string]);
    [file(m, name, "open-input-file", content.as_bytes()), port]
}

#[test]
fn lines_characters_and_strings_come_alike_from_files_and_strings() {
    let m = &mut machine();
    for port in both(m, "port-lines", "ab\nλ𝄞c\n\nlast") {
        assert_eq!(call(m, "peek-char", &[port]).as_char(), Some('a'));
        let line = call(m, "read-line", &[port]);
        assert_eq!(rust(m, line).as_deref(), Some("ab"));
        assert_eq!(call(m, "read-char", &[port]).as_char(), Some('λ'));
        let rest = call(m, "read-string", &[Value::fixnum(4), port]);
        assert_eq!(rust(m, rest).as_deref(), Some("𝄞c\n\n"));
        let line = call(m, "read-line", &[port]);
        assert_eq!(rust(m, line).as_deref(), Some("last"));
        for name in ["read-line", "read-char", "peek-char", "read"] {
            assert_eq!(call(m, name, &[port]), Value::EOF, "{name}");
        }
        assert_eq!(call(m, "read-string", &[Value::fixnum(1), port]), Value::EOF);
        assert_eq!(call(m, "char-ready?", &[port]), Value::TRUE);
    }
}

#[test]
fn spans_come_alike_from_files_and_strings_and_end_where_counting_says() {
    let m = &mut machine();
    let content = "ab \n\tλλ;x𝄞, 1.5\n".repeat(30_000);
    for set in [" \n", "λ", "a𝄞;", "", "abλ𝄞xyz0123456789"] {
        let chars = text(m, set);
        for port in both(m, "port-spans", &content) {
            let (mut rest, mut place) = (&content[..], (1, 1));
            for (name, member) in [("%read-until", true), ("%read-while", false)].repeat(40) {
                let end = rest.find(|c| set.contains(c) == member).unwrap_or(rest.len());
                let span = call(m, name, &[chars, port]);
                assert_eq!(rust(m, span).as_deref(), Some(&rest[..end]), "{name} {set:?}");
                let next = call(m, "read-char", &[port]).as_char();
                assert_eq!(next, rest[end..].chars().next());
                let taken = end + next.map_or(0, char::len_utf8);
                for c in rest[..taken].chars() {
                    place = if c == '\n' { (place.0 + 1, 1) } else { (place.0, place.1 + 1) };
                }
                rest = &rest[taken..];
                let found = call(m, "%port-place", &[port]);
                let found = (found.car().fixnum_value(), found.cdr().fixnum_value());
                assert_eq!(found, place, "{name} {set:?}");
            }
        }
        let skipped = rest_after_skipping(&content, set);
        for port in both(m, "port-skips", &content) {
            assert_eq!(call(m, "%skip-while", &[chars, port]).as_char(), skipped.chars().next());
            let rest = call(m, "read-string", &[Value::fixnum(1 << 20), port]);
            let rest = if rest == Value::EOF { None } else { rust(m, rest) };
            assert_eq!(rest.unwrap_or_default(), skipped);
        }
    }
}

fn rest_after_skipping<'t>(text: &'t str, set: &str) -> &'t str {
    text.trim_start_matches(|c| set.contains(c))
}

/// What the reader `name` gives, as text; `None` at the end.
fn read(m: &mut Machine, name: &str, port: Value, count: i64) -> Option<String> {
    let read = match name {
        "read-string" => call(m, name, &[Value::fixnum(count), port]),
        _ => call(m, name, &[port]),
    };
    read.as_char().map(String::from).or_else(|| rust(m, read))
}

/// What it gives from text of which this is left, and how many bytes of it that takes.
fn expected(name: &str, rest: &str, count: i64) -> (Option<String>, usize) {
    let end = match name {
        "read-char" | "peek-char" => rest.chars().next().map_or(0, char::len_utf8),
        "read-line" => rest.find(['\n', '\r']).unwrap_or(rest.len()),
        _ => rest.char_indices().nth(count as usize).map_or(rest.len(), |(at, _)| at),
    };
    let taken = match name {
        "peek-char" => 0,
        "read-line" if rest[end..].starts_with("\r\n") => end + 2,
        "read-line" => (end + 1).min(rest.len()),
        _ => end,
    };
    ((!rest.is_empty()).then(|| rest[..end].to_owned()), taken)
}

#[test]
fn whatever_is_asked_for_comes_in_the_order_of_the_text() {
    let m = &mut machine();
    m.world.set_seed(2);
    let names = ["read-char", "read-char", "peek-char", "read-line", "read-string"];
    for content in ["abc\n", "é", "λ𝄞\r\n", "aé𝄞\rplain\r\n\r\r\n"] {
        // Every character but a newline stands across the edge of a piece once.
        for before in (1 << 16) - 4..1 << 16 {
            let content = format!("{}{}", "x".repeat(before), content.repeat(9));
            for port in both(m, "port-order", &content) {
                let mut rest = &content[..];
                read(m, "read-string", port, before as i64 - 2);
                rest = &rest[before - 2..];
                while !rest.is_empty() {
                    let name = names[m.world.random_below(5) as usize];
                    let count = 1 + m.world.random_below(5) as i64;
                    let (expected, taken) = expected(name, rest, count);
                    assert_eq!(read(m, name, port, count), expected, "{name} of {rest}");
                    rest = &rest[taken..];
                }
                assert_eq!(call(m, "peek-char", &[port]), Value::EOF);
                assert_eq!(call(m, "read-char", &[port]), Value::EOF);
            }
        }
    }
}

#[test]
fn long_lines_cross_pieces() {
    let m = &mut machine();
    let line = "xyλ".repeat(60_000);
    for port in both(m, "port-long", &format!("{line}\n{line}")) {
        for _ in 0..2 {
            let read = call(m, "read-line", &[port]);
            assert_eq!(rust(m, read).as_deref(), Some(line.as_str()));
        }
    }
}

#[test]
fn data_are_read_one_by_one_and_errors_say_where() {
    let m = &mut machine();
    let long = "7 ".repeat(50_000);
    for port in both(m, "port-data", &format!("12 ({long})\n  ) 34")) {
        assert_eq!(call(m, "read", &[port]), Value::fixnum(12));
        let list = call(m, "read", &[port]);
        assert_eq!(call(m, "length", &[list]), Value::fixnum(50_000));
        let refusal = refused(m, "read", &[port]);
        assert!(matches!(refusal, Condition::Read { line: 2, column: 3, .. }), "{refusal:?}");
        assert_eq!(call(m, "read", &[port]), Value::fixnum(34));
        assert_eq!(call(m, "read", &[port]), Value::EOF);
    }
}

#[test]
fn a_text_that_asks_for_another_case_gets_it_until_it_asks_again() {
    let m = &mut machine();
    for port in both(m, "port-case", "A #!fold-case B C #!no-fold-case D") {
        for expected in ["A", "b", "c", "D"] {
            let symbol = m.intern(expected);
            assert_eq!(call(m, "read", &[port]), symbol, "{expected}");
        }
    }
    for port in both(m, "port-case-refused", "#!fold-case ) A") {
        refused(m, "read", &[port]);
        let symbol = m.intern("a");
        assert_eq!(call(m, "read", &[port]), symbol);
    }
}

#[test]
fn text_that_is_none_is_refused_and_passed() {
    let m = &mut machine();
    let port = file(m, "port-wrong", "open-input-file", b"a\xffb");
    assert_eq!(call(m, "read-char", &[port]).as_char(), Some('a'));
    assert!(matches!(refused(m, "read-char", &[port]), Condition::InvalidUtf8 { offset: 1, .. }));
    assert_eq!(call(m, "read-char", &[port]).as_char(), Some('b'));
}

#[test]
fn bytes_come_alike_from_files_and_bytevectors() {
    let m = &mut machine();
    let content = [0, 200, 255, 10, 65];
    let vector = m.heap.bytes(Type::Bytes, 0, &content);
    let memory = call(m, "open-input-bytevector", &[vector]);
    let n = Value::fixnum;
    for port in [file(m, "port-bytes", "open-binary-input-file", &content), memory] {
        assert_eq!(call(m, "peek-u8", &[port]), n(0));
        assert_eq!(call(m, "read-u8", &[port]), n(0));
        let two = call(m, "read-bytevector", &[n(2), port]);
        assert_eq!(m.heap.bytes_of(two), [200, 255]);
        let target = m.heap.bytes(Type::Bytes, 0, &[1; 4]);
        assert_eq!(call(m, "read-bytevector!", &[target, port, n(1)]), n(2));
        assert_eq!(m.heap.bytes_of(target), [1, 10, 65, 1]);
        assert_eq!(call(m, "read-u8", &[port]), Value::EOF);
        assert!(matches!(
            refused(m, "read-char", &[port]),
            Condition::WrongType { expected: Expected::TextualPort, .. }
        ));
    }
}

#[test]
fn string_ports_collect_and_know_their_column() {
    let m = &mut machine();
    let port = call(m, "open-output-string", &[]);
    let piece = text(m, "λx\nab");
    for _ in 0..1000 {
        call(m, "write-string", &[piece, port]);
    }
    call(m, "fresh-line", &[port]);
    call(m, "fresh-line", &[port]);
    call(m, "write-char", &[Value::char('!'), port]);
    let collected = call(m, "get-output-string", &[port]);
    let expected = format!("{}\n!", "λx\nab".repeat(1000));
    assert_eq!(rust(m, collected), Some(expected));
    let input = call(m, "open-input-string", &[piece]);
    assert!(matches!(
        refused(m, "get-output-string", &[input]),
        Condition::WrongType { expected: Expected::OutputStringPort, .. }
    ));
}

#[test]
fn closed_ports_and_lost_files_are_conditions() {
    let m = &mut machine();
    for port in both(m, "port-closed", "text") {
        call(m, "close-input-port", &[port]);
        call(m, "close-port", &[port]);
        assert_eq!(call(m, "input-port-open?", &[port]), Value::FALSE);
        assert!(matches!(
            refused(m, "read-line", &[port]),
            Condition::WrongType { expected: Expected::OpenPort, .. }
        ));
        assert!(outcome(m, "close-output-port", &[port]).is_err());
    }
    let missing = text(m, "/no/such/file");
    assert!(matches!(refused(m, "open-input-file", &[missing]), Condition::File { .. }));
    let full = text(m, "/dev/full");
    let port = call(m, "open-output-file", &[full]);
    call(m, "write-string", &[full, port]);
    assert!(matches!(refused(m, "flush-output-port", &[port]), Condition::File { .. }));
}

#[test]
fn what_cannot_be_reached_is_closed() {
    let m = &mut machine();
    let (kept, lost) = (file(m, "port-kept", "open-input-file", b"k"), {
        file(m, "port-lost", "open-input-file", b"l")
    });
    let handle = kept.field(super::SOURCE);
    let standard = m.standard_output.field(super::SOURCE);
    m.ports.sweep(&mut m.world, |object| object == handle || object == standard);
    assert_eq!(call(m, "read-char", &[kept]).as_char(), Some('k'));
    assert!(outcome(m, "read-char", &[lost]).is_err());
}

#[test]
fn a_collection_closes_lost_files_and_writes_what_they_were_given() {
    let m = &mut machine();
    let name = scratch("port-collected");
    let path = text(m, &name);
    let (kept, lost) =
        (file(m, "port-rooted", "open-input-file", b"k"), { call(m, "open-output-file", &[path]) });
    call(m, "write-string", &[path, lost]);
    m.roots.push(kept);
    m.collect(crate::heap::Collection::Major);
    assert_eq!(m.world.read_whole(&name, 1 << 20).unwrap(), name.as_bytes());
    assert_eq!(call(m, "read-char", &[kept]).as_char(), Some('k'));
    assert_eq!(call(m, "output-port-open?", &[m.standard_output]), Value::TRUE);
    m.world.delete(&name).unwrap();
}

#[test]
fn data_are_printed_to_strings_and_files_alike() {
    let m = &mut machine();
    let source = text(m, "(a \"b\\n\" #\\c . #(1 25))");
    let input = call(m, "open-input-string", &[source]);
    let datum = call(m, "read", &[input]);
    let path = text(m, &scratch("port-print"));
    let file = call(m, "open-output-file", &[path]);
    let memory = call(m, "open-output-string", &[]);
    for port in [file, memory] {
        call(m, "write", &[datum, port]);
        call(m, "newline", &[port]);
        call(m, "display", &[datum, port]);
        call(m, "fresh-line", &[port]);
        call(m, "close-port", &[port]);
    }
    let printed = call(m, "get-output-string", &[memory]);
    let expected = "(a \"b\\n\" #\\c . #(1 25))\n(a b\n c . #(1 25))\n";
    assert_eq!(rust(m, printed).as_deref(), Some(expected));
    let again = call(m, "open-input-file", &[path]);
    let read = call(m, "read-string", &[Value::fixnum(1000), again]);
    assert_eq!(rust(m, read).as_deref(), Some(expected));
    call(m, "delete-file", &[path]);
}

#[test]
fn printing_without_end_stops() {
    let m = &mut crate::machine::Machine::new(16 << 20);
    let circle = m.heap.cons(Value::NIL, Value::NIL);
    m.heap.set_cdr(circle, circle);
    let memory = call(m, "open-output-string", &[]);
    let refusal = refused(m, "write-simple", &[circle, memory]);
    assert!(matches!(refusal, Condition::OutOfMemory { .. }));
    let null = text(m, "/dev/null");
    let null = call(m, "open-output-file", &[null]);
    m.world.interrupt_flag().store(true, std::sync::atomic::Ordering::Relaxed);
    assert!(matches!(refused(m, "write-simple", &[circle, null]), Condition::Interrupted));
}

#[test]
fn what_fails_for_want_of_memory_can_be_repeated() {
    let m = &mut machine();
    let line = "x".repeat(200_000);
    for (name, expected) in [("read-line", 200_000), ("read", 200_000)] {
        let content = if name == "read" { format!("\"{line}\"") } else { format!("{line}\n") };
        for port in both(m, "port-again", &content) {
            let read = repeated(m, name, port);
            assert_eq!(string::len(read), expected);
        }
    }
}

/// The value of a call that is repeated until, for each of its requests for memory in turn, it has
/// failed there once.
fn repeated(m: &mut Machine, name: &str, port: Value) -> Value {
    for failing in 1.. {
        m.heap.fail_reserve(failing, Refused::ForGood);
        let outcome = outcome(m, name, &[port]);
        m.heap.fail_reserve(0, Refused::ForGood);
        match outcome {
            Ok(read) => {
                assert!(failing > 1, "{name} asks for no memory");
                return read;
            }
            Err(condition) => assert!(matches!(*condition, Condition::OutOfMemory { .. })),
        }
    }
    Value::FALSE
}
