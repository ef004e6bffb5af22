mod outline;
mod unclosed;

use super::*;
use crate::layout::Type;
use crate::source::Place;
use crate::{string, symbol};

/// A heap and what reading needs beside it.
struct World {
    heap: Heap,
    symbols: Symbols,
    sources: Sources,
}

impl World {
    fn new() -> World {
        let (symbols, sources) = (Symbols::default(), Sources::default());
        World { heap: Heap::new(1 << 32), symbols, sources }
    }

    fn all(&mut self, text: &str) -> Result<Vec<Value>, ReadError> {
        let source = self.sources.add("<test>", text);
        read_all(&mut self.heap, &mut self.symbols, &mut self.sources, source)
    }

    /// Reads a text in pieces of at least `width` bytes.
    fn in_pieces(&mut self, text: &str, width: usize) -> Result<Vec<Value>, ReadError> {
        let mut parser = Parser::new(Purpose::Data);
        let (mut data, mut at, mut wanted) = (Vec::new(), 0, width);
        loop {
            let end = (at + wanted..text.len()).find(|end| text.is_char_boundary(*end));
            let rest = if end.is_some() { Rest::Follows } else { Rest::Nothing };
            let text = &text[at..end.unwrap_or(text.len())];
            let mut piece = Piece { text, at: 0, rest };
            loop {
                let World { heap, symbols, sources } = self;
                match parser.read(heap, symbols, sources, &mut piece)? {
                    Progress::Datum(datum) => data.push(datum),
                    Progress::More => break,
                    Progress::End => return Ok(data),
                }
            }
            at += piece.at;
            wanted = width.max(2 * (text.len() - piece.at));
        }
    }

    /// A datum in a form to compare, without help from the printer.
    fn show(&self, datum: Value) -> String {
        match datum {
            Value::NIL => "()".into(),
            Value::TRUE => "#t".into(),
            Value::FALSE => "#f".into(),
            _ if datum.is_fixnum() => datum.fixnum_value().to_string(),
            _ if datum.is_char() => format!("#\\{:x}", datum.as_char().unwrap() as u32),
            _ if datum.is_pair() => {
                format!("<{} {}>", self.show(datum.car()), self.show(datum.cdr()))
            }
            _ if datum.is_vector() => {
                let elements = (0..datum.vector_len()).map(|i| self.show(datum.field(i)));
                format!("#[{}]", elements.collect::<Vec<_>>().join(" "))
            }
            _ if datum.is_a(Type::Symbol) => symbol::name(&self.heap, datum).into(),
            _ if datum.is_a(Type::String) => format!("{:?}", string::to_rust(&self.heap, datum)),
            _ if datum.is_a(Type::Bytes) => format!("u8{:?}", self.heap.bytes_of(datum)),
            _ => format!("{datum:?}"),
        }
    }

    fn shown(&mut self, data: Result<Vec<Value>, ReadError>) -> String {
        match data {
            Ok(data) => data.iter().map(|d| self.show(*d)).collect::<Vec<_>>().join(" "),
            Err(ReadError::Incomplete { opened, place, .. }) => {
                format!("incomplete {} {}:{}", opened.describe(), place.line, place.column)
            }
            Err(ReadError::Invalid { reason, place, end }) => {
                let Place { offset, line, column } = place;
                format!("{reason:?} {line}:{column} {offset}..{end}")
            }
            Err(ReadError::Other(condition)) => format!("{condition:?}"),
        }
    }
}

/// Checks what a text reads as, at once and in pieces of every small size.
fn check(text: &str, expected: &str) {
    let mut world = World::new();
    let data = world.all(text);
    assert_eq!(world.shown(data), expected, "reading {text:?}");
    for width in 1..4 {
        let data = world.in_pieces(text, width);
        assert_eq!(world.shown(data), expected, "reading {text:?} in pieces of {width}");
    }
}

#[test]
fn data_of_every_kind() {
    for (text, expected) in [
        ("", ""),
        ("()", "()"),
        ("(a b c)", "<a <b <c ()>>>"),
        (
            "[a (b] c)",
            "MismatchedClose { opened: Place { offset: 3, line: 1, column: 4 }, wanted: ')' } 1:6 5..6",
        ),
        ("[a (b) c]", "<a <<b ()> <c ()>>>"),
        ("(a . b)(a . (b))(a b . c)", "<a b> <a <b ()>> <a <b c>>"),
        ("#(1 #(2) ())#()", "#[1 #[2] ()] #[]"),
        ("#u8(0 255)#U8()", "u8[0, 255] u8[]"),
        (
            "'a `(b ,c ,@d)",
            "<quote <a ()>> <quasiquote <<b <<unquote <c ()>> <<unquote-splicing <d ()>> ()>>> ()>>",
        ),
        ("#t #f #true #false #T", "#t #f #t #f #t"),
        ("0 -12 +7 99999999999999999", "0 -12 7 99999999999999999"),
        ("#!eof", "#<word 0x505>"),
    ] {
        check(text, expected);
    }
}

#[test]
fn atmosphere() {
    for (text, expected) in [
        (" \t\r\n\u{c}\u{a0}\u{2003}a", "a"),
        ("a;b\nc;d", "a c"),
        ("a;b\rc;d\r\ne", "a c e"),
        ("a #|b#|c|#d|#e #||# f #|##||#|#g", "a e f g"),
        ("(a #;b c #;(d #;e f) . #;g h #;i)", "<a <c h>>"),
        ("#;#;a b c", "c"),
        ("#; #|x|# ;y\n a b", "b"),
        ("#!fold-case ABC ΣΑΣ #\\SPACE |D| #!no-fold-case ABC", "abc σασ #\\20 D ABC"),
        ("#!/usr/bin/tower\na", "a"),
        ("\u{feff}#! /usr/bin/tower\na", "a"),
        ("\u{feff}a", "a"),
    ] {
        check(text, expected);
    }
}

#[test]
fn symbols() {
    for (text, expected) in [
        ("... + - -> ->x .x +.x -- 1+ a.b a#b", "... + - -> ->x .x +.x -- 1+ a.b a#b"),
        ("!$%&*/:<=>?^_~@", "!$%&*/:<=>?^_~@"),
        ("λx 変数 été", "λx 変数 été"),
        ("|a b| || |\\x41;\\t\\|| |a\\\\|", "a b  A\t| a\\"),
        ("a|b|c", "a b c"),
        ("a'b", "a <quote <b ()>>"),
        ("a\u{a0}b", "a b"),
        ("lambda\"x\"(y)z", "lambda \"x\" <y ()> z"),
    ] {
        check(text, expected);
    }
}

#[test]
fn strings() {
    for (text, expected) in [
        (r#""" "abc" "λ→𝄞""#, r#""" "abc" "λ→𝄞""#),
        (r#""\a\b\t\n\r\"\\\|""#, r#""\u{7}\u{8}\t\n\r\"\\|""#),
        (r#""\x41;\x0003bb;\x0;""#, r#""Aλ\0""#),
        ("\"a\\  \n   b\\\r\n\tc\\\nd\"", "\"abcd\""),
        ("\"a\nb\r\nc\rd\"", "\"a\\nb\\nc\\nd\""),
    ] {
        check(text, expected);
    }
}

#[test]
fn characters() {
    for (text, expected) in [
        (r"#\a #\A #\( #\) #\; #\# #\  x", r"#\61 #\41 #\28 #\29 #\3b #\23 #\20 x"),
        (r"#\x #\x41 #\x3bb #\λ #\X41", r"#\78 #\41 #\3bb #\3bb #\41"),
        (r"#\space #\newline #\null #\nul #\alarm", r"#\20 #\a #\0 #\0 #\7"),
        (r#"(#\a)#\""#, r"<#\61 ()> #\22"),
        ("#\\{ #\\\\ #\\\n", "#\\7b #\\5c #\\a"),
    ] {
        check(text, expected);
    }
}

#[test]
fn what_is_refused() {
    for (text, expected) in [
        ("(a\n b", "incomplete list 1:1"),
        ("(a\n (b", "incomplete list 2:2"),
        ("a\n  \"b", "incomplete string 2:3"),
        ("\"b\\", "incomplete string 1:1"),
        ("\"b\\x4", "incomplete string 1:1"),
        (" |b", "incomplete |symbol| 1:2"),
        ("(a #|b |", "incomplete block comment 1:4"),
        ("λ #;", "incomplete datum comment 1:3"),
        ("'", "incomplete quotation 1:1"),
        ("#(1", "incomplete vector 1:1"),
        ("#u8(1", "incomplete bytevector 1:1"),
        ("#0=", "incomplete labelled datum 1:1"),
        ("a\n λ)", "StrayClose 2:3 5..6"),
        ("(a')", "NothingAfter(Quotation) 1:4 3..4"),
        ("(a #;)", "NothingAfter(DatumComment) 1:6 5..6"),
        ("(. a)", "StrayDot 1:2 1..2"),
        ("(a . )", "NothingAfterDot 1:6 5..6"),
        ("(a . b c)", "TooMuchAfterDot 1:8 7..8"),
        ("#(a . b)", "StrayDot 1:5 4..5"),
        (".", "StrayDot 1:1 0..1"),
        ("#u8(256)", "NotAByte 1:5 4..7"),
        ("#u8(1 (2 3))", "NotAByte 1:7 6..11"),
        (r#""\q""#, "UnknownEscape('q') 1:2 1..3"),
        (r#""\xd800;""#, "BadHexEscape 1:2 1..8"),
        (r#""\x;""#, "BadHexEscape 1:2 1..4"),
        (r#""\x110000;""#, "BadHexEscape 1:2 1..10"),
        (r"#\bogus", "UnknownCharacterName(\"bogus\") 1:1 0..7"),
        (r"#\xd800", "UnknownCharacterName(\"xd800\") 1:1 0..7"),
        ("#", "UnknownHashSyntax(\"#\") 1:1 0..1"),
        ("#hello", "UnknownHashSyntax(\"#hello\") 1:1 0..6"),
        ("#u8 (1)", "UnknownHashSyntax(\"#u8\") 1:1 0..3"),
        ("#xyz", "BadNumber(\"#xyz\") 1:1 0..4"),
        ("#!bogus", "UnknownDirective(\"bogus\") 1:1 0..7"),
        ("#<procedure car>", "Unreadable 1:1 0..2"),
        ("#0# #0=a", "UnknownLabel(0) 1:1 0..3"),
        ("#0=#0#", "LabelOfItself(0) 1:4 3..6"),
        ("(#0=a #0=b)", "DuplicateLabel(0) 1:7 6..9"),
        ("1/0", "BadNumber(\"1/0\") 1:1 0..3"),
        ("#1x", "UnknownHashSyntax(\"#1\") 1:1 0..2"),
        ("a {b}", "IllegalCharacter('{') 1:3 2..3"),
        ("ab\\c", "IllegalCharacter('\\\\') 1:3 2..3"),
        ("a\u{0}", "IllegalCharacter('\\0') 1:2 1..2"),
    ] {
        check(text, expected);
    }
}

#[test]
fn reading_goes_on_behind_what_was_refused() {
    let mut world = World::new();
    let mut reader = Reader::of_data("(a )) #\\bogus #(1 . 2) b \"x\\q");
    let (mut data, mut refused) = (Vec::new(), 0);
    loop {
        let World { heap, symbols, sources } = &mut world;
        match reader.read(heap, symbols, sources) {
            Ok(Some(datum)) => data.push(datum),
            Ok(None) | Err(ReadError::Incomplete { .. }) => break,
            Err(_) => refused += 1,
        }
    }
    assert!(refused >= 4);
    assert_eq!(world.show(data[0]), "<a ()>");
}

#[test]
fn labels_make_cycles_and_sharing() {
    let mut world = World::new();
    let data = world.all("#0=(a #1=#(b #0# #1#) . #0#) (#2=(x) #2#) '#3=(y . #3#)").unwrap();
    let list = data[0];
    let vector = list.cdr().car();
    assert_eq!(list.cdr().cdr(), list);
    assert_eq!((vector.field(1), vector.field(2)), (list, vector));
    assert_eq!(data[1].car(), data[1].cdr().car());
    let circle = data[2].cdr().car();
    assert_eq!(circle.cdr(), circle);
    check("(#0=a #0# . #0#)", "<a <a a>>");
    check("#0=#1=(#;#2=(z) #2#)", "<<z ()> ()>");
}

#[test]
fn literals_are_immutable_and_data_is_not() {
    let mut world = World::new();
    let code = world.all("\"a\" #(1) #u8(1)").unwrap();
    let data = world.in_pieces("\"a\" #(1) #u8(1)", 100).unwrap();
    let immutable = |value: &Value| value.header().flags() & crate::layout::flag::IMMUTABLE != 0;
    assert!(code.iter().all(immutable));
    assert!(!data.iter().any(immutable));
}

#[test]
fn spans_say_where_forms_and_elements_were_written() {
    let mut world = World::new();
    let text = "\n(λ 'x #;y (b . c))";
    let form = world.all(text).unwrap()[0];
    let excerpt = |span: Option<Span>| span.map_or("", |span| world.sources.excerpt(span));
    let sources = &world.sources;
    assert_eq!(excerpt(sources.form_span(form)), "(λ 'x #;y (b . c))");
    assert_eq!(excerpt(sources.element_span(form)), "λ");
    assert_eq!(excerpt(sources.element_span(form.cdr())), "'x");
    let quotation = form.cdr().car();
    assert_eq!(excerpt(sources.form_span(quotation)), "'x");
    assert_eq!(excerpt(sources.element_span(quotation)), "'");
    assert_eq!(excerpt(sources.element_span(quotation.cdr())), "x");
    let inner = form.cdr().cdr();
    assert_eq!(excerpt(sources.element_span(inner)), "(b . c)");
    assert_eq!(excerpt(sources.form_span(inner.car())), "(b . c)");
    assert_eq!(sources.form_span(form.cdr()), None);
}

#[test]
fn depth_is_no_danger() {
    let mut world = World::new();
    let deep = 1_000_000;
    let nested = "(".repeat(deep) + &")".repeat(deep);
    let mut datum = world.all(&nested).unwrap()[0];
    for _ in 1..deep {
        datum = datum.car();
    }
    assert_eq!(datum, Value::NIL);
    for opening in ["(", "[", "#(", "'", "#;", "#|", "(a . ", ",@"] {
        let text = opening.repeat(deep);
        assert!(matches!(world.all(&text), Err(ReadError::Incomplete { .. })), "{opening}");
        let data = world.in_pieces(&text, 1 << 16);
        assert!(matches!(data, Err(ReadError::Incomplete { .. })), "{opening}");
    }
}

/// Texts from a number: pieces of syntax and any characters, in any order.
fn garbage(mut state: u64) -> String {
    const PIECES: &[&str] = &[
        "(",
        ")",
        "[",
        "]",
        "#(",
        "#u8(",
        "'",
        "`",
        ",",
        ",@",
        ".",
        " ",
        "\n",
        "\r",
        "\"",
        "\\",
        "|",
        "#|",
        "|#",
        "#;",
        ";",
        "#\\",
        "#!",
        "#!fold-case",
        "#0=",
        "#0#",
        "#1=",
        "#1#",
        "#x",
        "#e",
        "#",
        "1",
        "-1.5e400",
        "255",
        "a",
        "+",
        "#t",
        "\\x41;",
        "λ",
        "\u{a0}",
        "\u{0}",
        "{",
        "\u{feff}",
        "/0",
    ];
    let mut below = |limit: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695);
        (state >> 33) % limit
    };
    let mut text = String::new();
    for _ in 0..below(40) {
        match below(8) {
            0 => text.push(char::from_u32(below(0x11_0000) as u32).unwrap_or('x')),
            1 => text.push(below(128) as u8 as char),
            _ => text.push_str(PIECES[below(PIECES.len() as u64) as usize]),
        }
    }
    text
}

#[test]
fn garbage_reads_alike_in_one_piece_and_in_many() {
    for seed in 0..30_000 {
        let mut world = World::new();
        let text = garbage(seed);
        let source = world.sources.add("<test>", text.as_str());
        let World { heap, symbols, sources } = &mut world;
        let mut reader = Reader::new(sources, source);
        while let Ok(Some(_)) | Err(ReadError::Invalid { .. }) = reader.read(heap, symbols, sources)
        {
        }
        let whole = world.all(&text);
        let pieces = world.in_pieces(&text, 1 + seed as usize % 7);
        if let (Err(whole), Err(pieces)) = (&whole, &pieces) {
            assert_eq!(format!("{whole:?}"), format!("{pieces:?}"), "seed {seed}: {text:?}");
        } else {
            let same = match (&whole, &pieces) {
                (Ok(whole), Ok(pieces)) => std::iter::zip(whole, pieces)
                    .all(|(a, b)| crate::equality::equal_without_stop(&world.heap, *a, *b)),
                _ => false,
            };
            assert!(same, "seed {seed}: {text:?}");
        }
    }
}
