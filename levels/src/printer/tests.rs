use super::*;
use crate::reader::Reader;
use crate::source::Sources;
use crate::symbol::Symbols;
use crate::{equality, number, string};

pub(super) struct World {
    pub heap: Heap,
    symbols: Symbols,
    sources: Sources,
}

impl World {
    pub fn new() -> World {
        let (symbols, sources) = (Symbols::default(), Sources::default());
        World { heap: Heap::new(1 << 32), symbols, sources }
    }

    pub fn read(&mut self, text: &str) -> Value {
        let mut reader = Reader::of_data(text);
        let datum = reader.read(&mut self.heap, &mut self.symbols, &mut self.sources);
        match datum {
            Ok(Some(datum)) => datum,
            other => panic!("{text:?} reads as {other:?}"),
        }
    }

    fn intern(&mut self, name: &str) -> Value {
        self.symbols.intern(&mut self.heap, name)
    }

    fn written(&self, value: Value) -> String {
        to_string(&self.heap, value, Style::Write)
    }
}

/// Checks what a datum is written and displayed as.
fn check(text: &str, written: &str, displayed: &str) {
    let mut world = World::new();
    let datum = world.read(text);
    assert_eq!(world.written(datum), written, "writing {text}");
    assert_eq!(to_string(&world.heap, datum, Style::Display), displayed, "displaying {text}");
}

#[test]
fn data_of_every_kind() {
    for (text, written, displayed) in [
        ("(a . (b . (c . d)))", "(a b c . d)", "(a b c . d)"),
        ("[() #() #(1 #t #f) -7]", "(() #() #(1 #t #f) -7)", "(() #() #(1 #t #f) -7)"),
        ("(quote x)", "'x", "'x"),
        ("(quasiquote ((unquote x) (unquote-splicing y)))", "`(,x ,@y)", "`(,x ,@y)"),
        (
            "((quote) (quote a b) (quote . a))",
            "((quote) (quote a b) (quote . a))",
            "((quote) (quote a b) (quote . a))",
        ),
        ("(a quote b)", "(a quote b)", "(a quote b)"),
        (", @x", "(unquote @x)", "(unquote @x)"),
        ("#u8(1 2 255)", "#u8(1 2 255)", "#u8(1 2 255)"),
        (r#"("a\\b\"c" "\n\x0;\x7f;λ")"#, r#"("a\\b\"c" "\n\x0;\x7f;λ")"#, "(a\\b\"c \n\0\u{7f}λ)"),
        (
            r"(#\a #\space #\x0 #\λ #\x301 #\x7f #\()",
            r"(#\a #\space #\null #\λ #\x301 #\delete #\()",
            "(a   \0 λ \u{301} \u{7f} ()",
        ),
        ("#!eof", "#<eof>", "#<eof>"),
        (
            "(1.5 -0.0 1e100 +inf.0 1/3 #e1e30 #x-ff 1+2i)",
            "(1.5 -0.0 1e100 +inf.0 1/3 1000000000000000000000000000000 -255 1+2i)",
            "(1.5 -0.0 1e100 +inf.0 1/3 1000000000000000000000000000000 -255 1+2i)",
        ),
    ] {
        check(text, written, displayed);
    }
}

#[test]
fn symbols_are_quoted_where_reading_needs_it() {
    for (name, written) in [
        ("lambda", "lambda"),
        ("Hello", "Hello"),
        ("λ→", "λ→"),
        ("...", "..."),
        ("1+", "1+"),
        ("-", "-"),
        ("->x", "->x"),
        ("-index", "-index"),
        ("a.b#c", "a.b#c"),
        ("", "||"),
        (".", "|.|"),
        ("1", "|1|"),
        ("-1.5e3", "|-1.5e3|"),
        ("+i", "|+i|"),
        ("-inf.0", "|-inf.0|"),
        ("1/2", "|1/2|"),
        ("1@2", "|1@2|"),
        ("#foo", "|#foo|"),
        ("a b", "|a b|"),
        ("a'b", "|a'b|"),
        ("a|b\\c", r"|a\|b\\c|"),
        ("a\nb\u{1}\u{a0}", "|a\\nb\\x1;\u{a0}|"),
    ] {
        let mut world = World::new();
        let symbol = world.intern(name);
        assert_eq!(world.written(symbol), written);
        assert_eq!(world.read(written), symbol, "{written}");
        assert_eq!(to_string(&world.heap, symbol, Style::Display), name);
    }
}

#[test]
fn labels_stand_where_each_procedure_wants_them() {
    for (text, written, shared) in [
        ("#0=(a . #0#)", "#0=(a . #0#)", "#0=(a . #0#)"),
        ("(#0=(a) #0#)", "((a) (a))", "(#0=(a) #0#)"),
        ("(a . #0=(b . #0#))", "(a . #0=(b . #0#))", "(a . #0=(b . #0#))"),
        ("#0=#(1 #0#)", "#0=#(1 #0#)", "#0=#(1 #0#)"),
        ("#0='#0#", "#0='#0#", "#0='#0#"),
        ("#0=(quote . #1=(x . #0#))", "#0=(quote x . #0#)", "#0=(quote x . #0#)"),
        ("(quote . #0=(x . #0#))", "(quote . #0=(x . #0#))", "(quote . #0=(x . #0#))"),
        ("#0=(#1=(a) #1# . #0#)", "#0=((a) (a) . #0#)", "#0=(#1=(a) #1# . #0#)"),
        ("(#0=(x #1=(y)) #1# #0#)", "((x (y)) (y) (x (y)))", "(#0=(x #1=(y)) #1# #0#)"),
        (
            "(#0=(a . #0#) #1=(b . #1#) #0#)",
            "(#0=(a . #0#) #1=(b . #1#) #0#)",
            "(#0=(a . #0#) #1=(b . #1#) #0#)",
        ),
        (
            "#0=(a #1=#(b #0# #1#) . #0#)",
            "#0=(a #1=#(b #0# #1#) . #0#)",
            "#0=(a #1=#(b #0# #1#) . #0#)",
        ),
    ] {
        let mut world = World::new();
        let datum = world.read(text);
        assert_eq!(world.written(datum), written);
        assert_eq!(to_string(&world.heap, datum, Style::WriteShared), shared);
        let again = world.read(written);
        assert!(equality::equal_without_stop(&world.heap, datum, again));
    }
}

#[test]
fn objects_show_what_they_are_and_no_address() {
    let mut world = World::new();
    let names: Vec<Value> = ["<point>", "x", "y z", "car"].map(|n| world.intern(n)).to_vec();
    let heap = &mut world.heap;
    let fields = heap.list(&names[1..3]);
    let ty = heap.object(Type::RecordType, &[names[0], fields]);
    let record = heap.object(Type::Record, &[ty, Value::fixnum(1), Value::FALSE]);
    heap.set_field(record, 2, record);
    let builtin = heap.object(Type::Builtin, &[Value::FALSE, Value::fixnum(0), names[3]]);
    let alias = heap.object(Type::Alias, &[names[2], Value::NIL]);
    let message = string::from_str(heap, "no \"way\"").unwrap();
    let irritants = heap.list(&[Value::fixnum(1), alias]);
    let error = heap.object(Type::Condition, &[names[3], message, irritants, Value::FALSE]);
    let values = heap.object(Type::MultipleValues, &[builtin, Value::UNSPECIFIED]);
    assert_eq!(world.written(record), "#0=#<point x: 1 |y z|: #0#>");
    assert_eq!(world.written(ty), "#<record-type point>");
    assert_eq!(world.written(error), r#"#<car "no \"way\"" (1 |y z|)>"#);
    assert_eq!(world.written(values), "#<values #<procedure car> #<unspecified>>");
}

#[test]
fn a_sink_can_stop_what_has_no_end() {
    let mut world = World::new();
    let circle = world.read("#0=(a . #0#)");
    let text = to_string_within(&world.heap, circle, Style::WriteSimple, 10);
    assert_eq!(text, "(a a a a a...");
    let short = world.read("(λ b)");
    assert_eq!(to_string_within(&world.heap, short, Style::Write, 5), "(λ b)");
}

#[test]
fn depth_and_length_are_no_danger() {
    let mut world = World::new();
    let deep = 1_000_000;
    for (open, close) in [("(", ")"), ("#(", ")"), ("(a . ", ")"), ("'", "")] {
        let text = open.repeat(deep) + "x" + &close.repeat(deep);
        let datum = world.read(&text);
        let written = world.written(datum);
        let again = world.read(&written);
        assert!(equality::equal_without_stop(&world.heap, datum, again));
    }
    let half = (0..64).fold(Value::NIL, |inner, _| world.heap.cons(inner, inner));
    let shared = to_string(&world.heap, half, Style::WriteShared);
    assert!(shared.len() < 1000);
    assert!(to_string_within(&world.heap, half, Style::Write, 100).ends_with("..."));
}

/// Data from a number: every kind, with sharing and cycles.
pub(super) struct Maker {
    pub state: u64,
    pub made: Vec<Value>,
}

const ODD: &[&str] =
    &["", "a b", "|", "\\", "#t", ".", "+5", "A", "λ", "\u{a0}", "\n", "'x", "@", "é", "\u{feff}"];

impl Maker {
    pub fn below(&mut self, limit: u64) -> u64 {
        self.state = self.state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695);
        (self.state >> 33) % limit
    }

    fn char(&mut self) -> char {
        let limit = [0x80, 0x100, 0x3000, 0x11_0000][self.below(4) as usize];
        char::from_u32(self.below(limit) as u32).unwrap_or('\u{d7ff}')
    }

    fn text(&mut self) -> String {
        match self.below(3) {
            0 => ODD[self.below(ODD.len() as u64) as usize].into(),
            1 => (0..self.below(6)).map(|_| self.char()).collect(),
            _ => format!("name{}", self.below(20)),
        }
    }

    pub fn atom(&mut self, world: &mut World) -> Value {
        match self.below(7) {
            0 => self.number(world),
            1 => Value::char(self.char()),
            2 => string::from_str(&mut world.heap, &self.text()).unwrap(),
            3 => world.heap.bytes(Type::Bytes, 0, &[0, 255, self.below(256) as u8]),
            4 => [Value::TRUE, Value::FALSE, Value::NIL][self.below(3) as usize],
            5 => world.intern(["quote", "unquote", "quasiquote"][self.below(3) as usize]),
            _ => world.intern(&self.text()),
        }
    }

    fn number(&mut self, world: &mut World) -> Value {
        let mut double = || f64::from_bits(self.below(1 << 31) << 33 | self.below(1 << 31));
        let (x, y) = (double(), double());
        let heap = &mut world.heap;
        match self.below(5) {
            0 => heap.flonum(x),
            1 => {
                let parts = [heap.flonum(x), heap.flonum(y)];
                heap.object(Type::Complex, &parts)
            }
            2 => number::from_i128(heap, i128::from(x.to_bits()) << 40),
            3 => number::divide(heap, Value::fixnum(y.to_bits() as i64 >> 9), Value::fixnum(12))
                .unwrap(),
            _ => Value::fixnum(self.below(2000) as i64 - 1000),
        }
    }

    /// A datum made of those before it, which it or they may come to contain.
    pub fn datum(&mut self, world: &mut World) -> Value {
        for _ in 0..12 {
            let (one, two) = (self.any(world), self.any(world));
            let new = match self.below(4) {
                0 => world.heap.object(Type::Vector, &[one, two, one]),
                _ => world.heap.cons(one, two),
            };
            self.made.push(new);
            let old = self.old();
            match self.below(12) {
                0 if old.is_pair() => world.heap.set_cdr(old, new),
                1 if old.is_pair() => world.heap.set_car(old, new),
                2 if old.is_vector() => world.heap.set_field(old, 1, new),
                _ => {}
            }
        }
        self.made[self.made.len() - 1]
    }

    fn any(&mut self, world: &mut World) -> Value {
        if self.made.is_empty() || self.below(3) == 0 {
            return self.atom(world);
        }
        self.old()
    }

    fn old(&mut self) -> Value {
        let index = self.below(self.made.len() as u64) as usize;
        self.made[index]
    }
}

#[test]
fn reading_undoes_writing() {
    for seed in 0..3000 {
        let mut world = World::new();
        let mut maker = Maker { state: seed, made: Vec::new() };
        let datum = maker.datum(&mut world);
        for style in [Style::Write, Style::WriteShared] {
            let text = to_string(&world.heap, datum, style);
            if text.len() > 100_000 {
                continue;
            }
            let again = world.read(&text);
            assert!(equality::equal_without_stop(&world.heap, datum, again), "seed {seed}: {text}");
            if style == Style::WriteShared {
                assert_eq!(to_string(&world.heap, again, style), text, "seed {seed}");
            }
        }
    }
}
