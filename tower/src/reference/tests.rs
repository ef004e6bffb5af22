use super::*;

const PAGE: Page = Page {
    name: "page",
    text: "# A page\n\nWords.\n\n```scheme\n(define x 1)\n```\n\n## A part\n\n### cons, xcons\n\n\
           - `(cons a b)`,\n  `(kons a b)` — procedure, `(scheme base)`, `(srfi 1)`; R7RS 6.4\n\
           - `(xcons b a)` — procedure, everywhere\n\nA pair.\n\n```scheme\n(cons 1 2)   ; ⇒ (1 . 2)\n```\n\n\
           ## Another\n\n### level\n\n- `level` — variable, every level\n\nA number.\n",
};

#[test]
fn entries_have_signatures_and_words() {
    let entries: Vec<Entry> = PAGE.entries().collect();
    let headings: Vec<(&str, usize)> = entries.iter().map(|e| (e.heading, e.line)).collect();
    assert_eq!(headings, [("cons, xcons", 11), ("level", 25)]);
    let usages: Vec<&str> = entries[0].signatures.iter().map(|of| of.usage).collect();
    assert_eq!(usages, ["(cons a b)", "(kons a b)", "(xcons b a)"]);
    assert_eq!(entries[0].signatures[1].name, "kons");
    assert_eq!(entries[0].signatures[0].places, ["(scheme base)", "(srfi 1)"]);
    assert_eq!(entries[0].signatures[0].source, "R7RS 6.4");
    assert_eq!(entries[0].signatures[2].places, ["everywhere"]);
    assert_eq!(entries[1].signatures[0].places, ["every level"]);
    assert_eq!(entries[1].signatures[0].name, "level");
    assert_eq!(entries[1].text, "A number.");
}

#[test]
fn a_terminal_shows_no_marks() {
    let entry = PAGE.entries().next().unwrap();
    let shown = "(cons a b)\n(kons a b)\n  procedure, (scheme base), (srfi 1); R7RS 6.4\n\
                 (xcons b a)\n  procedure, everywhere\nA pair.\n\n  (cons 1 2)   ; ⇒ (1 . 2)\n";
    assert_eq!(entry.to_string(), shown);
}

#[test]
fn what_has_to_be_imported_says_so() {
    let entry = &describe("stream-car")[1];
    assert!(entry.to_string().contains("\n  procedure, to be imported from (srfi 41)"), "{entry}");
    assert!(!describe("car")[0].to_string().contains("imported"));
}

#[test]
fn paragraphs_are_filled_and_examples_are_not() {
    let text = "# P\n\n### f\n\n- `(f)` — procedure, everywhere\n\nOne two\nthree four.\n\n```scheme\n(f  1 2 3 4 5 6 7 8 9)\n\n(f)\n```\n";
    let page: &Page = Box::leak(Box::new(Page { name: "p", text }));
    let entry = page.entries().next().unwrap();
    let shown =
        "(f)\n  procedure, everywhere\nOne two\nthree four.\n\n  (f  1 2 3 4 5 6 7 8 9)\n\n  (f)\n";
    assert_eq!(entry.shown(12), shown);
    assert_eq!(entry.shown(1).lines().filter(|line| *line == "three").count(), 1);
}
