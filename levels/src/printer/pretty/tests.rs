use super::super::tests::{Maker, World};
use super::super::{Style, to_string};
use super::*;
use crate::layout::Type;

/// Checks that a datum is laid out as it stands here.
#[track_caller]
fn check(width: usize, text: &str) {
    let text = text.trim_matches('\n');
    let mut world = World::new();
    let datum = world.read(text);
    assert_eq!(pretty(&mut world.heap, datum, width).unwrap(), text);
}

#[test]
fn what_fits_is_on_one_line() {
    for text in ["x", "()", "(define (f x) (if x 1 2))", "#(1 2 (3 . 4))", "\"a b\"", "#u8(1 2)"] {
        check(79, text);
    }
}

#[test]
fn programs_are_indented() {
    check(
        36,
        r#"
(define (factorial number)
  (let loop ((count number)
             (product 1))
    (if (= count 0)
        product
        (loop (- count 1)
              (* count product)))))
"#,
    );
    check(
        46,
        r#"
(lambda (left right)
  (cond ((null? left) right)
        ((null? right) left)
        ((< (car left) (car right))
         (cons (car left)
               (merge (cdr left) right)))
        (else
         (cons (car right)
               (merge left (cdr right))))))
"#,
    );
    check(
        40,
        r#"
(do ((vec (make-vector 5))
     (i 0 (+ i 1)))
    ((= i 5) vec)
  (vector-set! vec i i))
"#,
    );
    check(
        30,
        r#"
(case (remainder number 4)
  ((0 2) 'even)
  ((1)
   (display "one of four")
   'odd)
  (else => identity))
"#,
    );
}

#[test]
fn macros_handlers_and_records_are_indented() {
    check(
        40,
        r#"
(define-syntax while
  (syntax-rules ()
    ((_ condition body ...)
     (let loop ()
       (when condition
         body ...
         (loop))))))
"#,
    );
    check(
        41,
        r#"
(guard (e ((symbol? e)
           (list 'symbol e 'was 'raised))
          (else 'something))
  (set! counter (+ counter 1))
  (raise-it-here counter))
"#,
    );
    check(
        30,
        r#"
(begin
  (display "the first line")
  (newline))
"#,
    );
    check(
        30,
        r#"
(define-record-type point
  (make-point x y)
  point?
  (x point-x))
"#,
    );
}

#[test]
fn calls_are_aligned() {
    check(
        30,
        r#"
(define value
  (combine (first-of it)
           (second-of it)
           'third))
"#,
    );
    check(
        30,
        r#"
(define value
  (combine-everything-there
   (first-of it)
   (second-of it)))
"#,
    );
    check(
        20,
        r#"
(define numbers
  (list 1 2 3 4 5 6
        7 8 9 10 11
        12 13 14))
"#,
    );
}

#[test]
fn data_are_filled() {
    check(
        20,
        r#"
(1 2 3 4 5 6 7 8 9
 10 11 12 13 14 15
 16 17 . end)
"#,
    );
    check(
        20,
        r#"
#(one two three four
  five six)
"#,
    );
    check(
        20,
        r#"
#u8(1 2 3 4 5 6 7 8
    9 10 11 12 13)
"#,
    );
    check(
        20,
        r#"
((a . 1) (b . 2)
 (c . 3) (d . 4))
"#,
    );
    check(
        20,
        r#"
((a
  #(1 2 3 4 5 6 7 8
    9 10))
 (b 2))
"#,
    );
    check(
        20,
        r#"
#0=(some more than
    fits on a line
    . #0#)
"#,
    );
    check(
        30,
        r#"
(define x
  '(if you read this you are
    no program at all))
"#,
    );
    check(20, "(let it be as it is\n is)");
    check(20, "\"a text without end\\nor space\"");
}

/// The text on one line again.
fn joined(text: &str) -> String {
    text.split('\n').map(|line| line.trim_start_matches(' ')).collect::<Vec<_>>().join(" ")
}

#[test]
fn it_is_what_is_written() {
    for seed in 0..2000 {
        let mut world = World::new();
        let mut maker = Maker { state: seed, made: Vec::new() };
        let datum = maker.datum(&mut world);
        let written = to_string(&world.heap, datum, Style::Write);
        if written.len() > 20_000 {
            continue;
        }
        for width in [0, 1, 10, 40, 79, usize::MAX] {
            let text = pretty(&mut world.heap, datum, width).unwrap();
            assert_eq!(joined(&text), written, "seed {seed}, width {width}");
            assert!(width < usize::MAX || !text.contains('\n'));
        }
    }
}

/// A program-like datum: lists that begin with keywords, too.
fn tree(maker: &mut Maker, world: &mut World, depth: u64) -> Value {
    const HEADS: &[&str] = &["define", "let", "cond", "if", "case", "do", "guard", "f", "quote"];
    if depth == 0 || maker.below(4) == 0 {
        return world.read(["x", "1", "()", "\"text\"", "#u8(1 2)"][maker.below(5) as usize]);
    }
    let mut items = vec![world.read(HEADS[maker.below(HEADS.len() as u64) as usize])];
    items.extend((0..maker.below(5)).map(|_| tree(maker, world, depth - 1)));
    let from = maker.below(2) as usize;
    match maker.below(8) {
        0 => world.heap.object(Type::Vector, &items),
        _ => world.heap.list(&items[from..]),
    }
}

#[test]
fn forms_of_every_shape_are_what_is_written() {
    for seed in 0..2000 {
        let mut world = World::new();
        let mut maker = Maker { state: seed, made: Vec::new() };
        let datum = tree(&mut maker, &mut world, 6);
        let written = to_string(&world.heap, datum, Style::Write);
        for width in [5, 20, 60, 79] {
            let text = pretty(&mut world.heap, datum, width).unwrap();
            assert_eq!(joined(&text), written, "seed {seed}, width {width}");
            assert!(!text.lines().any(|line| line.ends_with(' ')), "seed {seed}");
            assert!(written.len() > width || text == written, "seed {seed}, width {width}");
        }
    }
}

#[test]
fn depth_and_length_are_no_danger() {
    for (open, close) in [
        ("(", ")"),
        ("#(", ")"),
        ("(a . ", ")"),
        ("'", ""),
        ("(a ", ")"),
        ("(define (f) ", ")"),
        ("(if a ", " b)"),
        ("(cond (a ", "))"),
        ("(let ((a ", ")) b)"),
        ("((a) ", ")"),
    ] {
        let deep = if open == "(a " { 1_000_000 } else { 100_000 };
        let text = open.repeat(deep) + "x" + &close.repeat(deep);
        let mut world = World::new();
        let datum = world.read(&text);
        let written = to_string(&world.heap, datum, Style::Write);
        let text = pretty(&mut world.heap, datum, 79).unwrap();
        assert_eq!(joined(&text), written, "{open}");
        assert!(text.len() < 60 * written.len(), "{open}: {}", text.len());
    }
}

#[test]
fn memory_that_is_not_there_is_refused() {
    let mut world = World::new();
    world.heap = Heap::new(32 << 20);
    let text = "(a #(b c) ".repeat(100_000) + &")".repeat(100_000);
    let datum = world.read(&text);
    assert!(pretty(&mut world.heap, datum, 79).is_err());
    let short = world.read("(a b)");
    assert_eq!(pretty(&mut world.heap, short, 79).unwrap(), "(a b)");
}
