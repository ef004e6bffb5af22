//! What a reader says of a text whose end comes too early.

use super::*;

/// Where the outermost construct begins that is open, and where a definition inside tells that what is
/// missing is missing before it; at once and in pieces.
fn unclosed(text: &str) -> ((u32, u32), Option<(u32, u32)>) {
    let mut world = World::new();
    let of = |read| match read {
        Err(ReadError::Incomplete { outermost: (_, at), suspect, .. }) => {
            ((at.line, at.column), suspect.map(|at: Place| (at.line, at.column)))
        }
        other => panic!("{text:?}: {other:?}"),
    };
    let whole = of(world.all(text));
    for width in 1..5 {
        assert_eq!(of(world.in_pieces(text, width)), whole, "{text:?} in pieces of {width}");
    }
    whole
}

#[test]
fn the_outermost_is_named_and_the_definition_before_which_it_should_be_closed() {
    for (text, expected) in [
        ("(a\n (b", ((1, 1), None)),
        ("a\n'(b (c) #(d", ((2, 2), None)),
        ("(f)\n(define (g x)\n  (h x)\n\n(define y 1)\n(define z 1)\n", ((2, 1), Some((5, 1)))),
        ("(f)\n(g\n(defn h [x] x)", ((2, 1), Some((3, 1)))),
        ("(let ()\n(define x 1)\nx)\n(g\n", ((4, 1), None)),
        ("(g\n(display 1)\n", ((1, 1), None)),
        ("(g\n(\ndefine x)", ((1, 1), Some((2, 1)))),
        ("(g\n((define x))", ((1, 1), None)),
        ("(g\n (define x)\n(x) (define y)", ((1, 1), None)),
        ("(g\n(define x)\n\"y", ((3, 1), None)),
        ("'", ((1, 1), None)),
    ] {
        assert_eq!(unclosed(text), expected, "{text:?}");
    }
}

#[test]
fn a_refused_text_of_code_says_where() {
    let mut world = World::new();
    let at = |world: &World| {
        let refused = world.sources.refused.as_ref().unwrap();
        let others = refused.others.iter().map(|(span, what)| (span.start, *what));
        (refused.span.range(), others.collect::<Vec<_>>())
    };
    assert!(world.all("(a [b)").is_err());
    assert_eq!(at(&world), (5..6, vec![(3, Aside::Opening)]));
    assert!(world.all("(a\n(b\n(define c").is_err());
    assert_eq!(at(&world), (0..1, vec![(6, Aside::Definition), (6, Aside::Innermost)]));
    assert!(world.all("a \"b").is_err());
    assert_eq!(at(&world), (2..3, Vec::new()));
    assert!(world.all("a").is_ok());
    assert!(world.all("(#\\bogus)").is_err());
    assert_eq!(at(&world), (1..8, Vec::new()));
}
