//! What a text is so far: as the reader has it, and with the indentation that people expect.

use super::*;
use std::path::Path;
use std::time::{Duration, Instant};

/// What the reader itself makes of a text, in an outline's words.
#[derive(PartialEq, Debug)]
enum Verdict {
    Complete,
    Incomplete(Opened, Place),
    Wrong(Place, u64),
}

fn of_the_reader(world: &mut World, text: &str) -> Option<Verdict> {
    match world.all(text) {
        Ok(_) => Some(Verdict::Complete),
        Err(ReadError::Incomplete { opened, place, .. }) => {
            Some(Verdict::Incomplete(opened, place))
        }
        Err(ReadError::Invalid { place, end, .. }) => Some(Verdict::Wrong(place, end)),
        Err(ReadError::Other(_)) => None,
    }
}

fn of_the_outline(text: &str) -> Verdict {
    match outline(text) {
        Outline::Complete => Verdict::Complete,
        Outline::Wrong { place, end, .. } => Verdict::Wrong(place, end),
        Outline::Incomplete(unfinished) => {
            let (opened, place) = unfinished.open[unfinished.open.len() - 1];
            Verdict::Incomplete(opened, place)
        }
    }
}

fn compare(world: &mut World, text: &str) {
    if let Some(verdict) = of_the_reader(world, text) {
        assert_eq!(of_the_outline(text), verdict, "{text:?}");
    }
}

#[test]
fn garbage_is_as_the_reader_has_it() {
    for seed in 0..20_000 {
        compare(&mut World::new(), &garbage(seed));
    }
}

/// The programs of the corpus.
fn programs(folder: &Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            programs(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "scm") {
            found.extend(std::fs::read_to_string(path));
        }
    }
}

#[test]
fn beginnings_of_programs_are_as_the_reader_has_them() {
    let mut texts = Vec::new();
    programs(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/corpus"), &mut texts);
    assert!(texts.len() > 50);
    for text in texts {
        let stride = 1 + text.len() / 100;
        let ends = (0..=text.len()).filter(|end| *end < 100 || end % stride == 0);
        for end in ends.filter(|end| text.is_char_boundary(*end)) {
            compare(&mut World::new(), &text[..end]);
            let changed = [&text[..end], garbage(end as u64).as_str(), &text[end..]].concat();
            compare(&mut World::new(), &changed);
        }
    }
}

#[test]
fn exact_numbers_too_large_to_be_made_are_taken_as_read() {
    assert!(matches!(outline("(a #e1e99999999999"), Outline::Incomplete(_)));
    assert_eq!(outline("(a #e1e99999999999)"), Outline::Complete);
}

/// The indentation of the line after each text.
#[test]
fn the_next_line_is_indented_by_convention() {
    for (text, expected) in [
        ("(define (f x)", 2),
        ("  (lambda (x)", 4),
        ("(define (f x)\n  (let loop ((i 0)", 13),
        ("(define (f x)\n  (let loop ((i 0))", 4),
        ("(define (f x)\n  (let loop (", 13),
        ("(let ((x 1)\n      (y", 7),
        ("(when (> x 0)", 2),
        ("(do ((i 0 (+ i 1)))", 2),
        ("(case x", 2),
        ("(defn area [w h]", 2),
        ("(if (> x 0)", 4),
        ("(if (> x 0)\n    1", 4),
        ("(cond ((> x 0) 1)", 6),
        ("(cond ((> x 0)", 7),
        ("(cond", 1),
        ("(string-append \"a\"", 15),
        ("(string-append ; first", 1),
        ("(string-append\n   \"a\"", 3),
        ("(display (f 1", 12),
        ("((f x) y", 1),
        ("'(a b", 2),
        ("'(define b", 2),
        ("'((a\n  b) (lambda c", 6),
        ("`(define b", 3),
        ("'( a", 3),
        ("(", 1),
        ("(f [a", 4),
        ("#(a b", 2),
        ("(f #u8(1 2", 7),
        ("#(\n  a", 2),
        ("(f '", 3),
        ("(f #;", 3),
        ("(f \"abc", 0),
        ("(f |abc", 0),
        ("  #| abc", 2),
        ("(λλ λ", 4),
        ("(a . b", 1),
    ] {
        let Outline::Incomplete(unfinished) = outline(text) else {
            panic!("{text:?} is {:?}", outline(text))
        };
        assert_eq!(unfinished.indentation, expected, "{text:?}");
    }
}

#[test]
fn all_that_is_open_is_named_with_its_place() {
    let text = "(a\n [b #(c #u8(1) '(#;#0=#| \n #| x |# ";
    let Outline::Incomplete(unfinished) = outline(text) else { panic!() };
    let open = unfinished.open.iter().map(|(what, at)| (*what, at.line, at.column));
    assert_eq!(
        open.collect::<Vec<_>>(),
        [
            (Opened::List, 1, 1),
            (Opened::List, 2, 2),
            (Opened::Vector, 2, 5),
            (Opened::Quotation, 2, 16),
            (Opened::List, 2, 17),
            (Opened::DatumComment, 2, 18),
            (Opened::Label, 2, 20),
            (Opened::BlockComment, 2, 23),
        ]
    );
}

/// A quadratic look at these would take hours.
#[test]
fn an_outline_costs_what_the_text_is_long() {
    for piece in ["(a ", "(f 'x \"y\") ", "#| ", "(define (f x)\n  (g x))\n", "\"", "#;", "λ\n"] {
        let text = piece.repeat(1 << 19);
        let start = Instant::now();
        std::hint::black_box(outline(&text));
        assert!(start.elapsed() < Duration::from_secs(600), "{piece:?}");
    }
}
