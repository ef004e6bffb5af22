use super::check;

/// Checks `(m . operands)` for `(define-syntax m (syntax-rules . rules))`; templates are quoted.
fn rule(rules: &str, operands: &str, expected: &str) {
    let program = format!("(define-syntax m (syntax-rules {rules})) (m {operands})");
    check(&program, &format!("(quote {expected})"));
}

#[test]
fn ellipses() {
    rule("() ((_ x ...) '(x ...))", "1 2 3", "(1 2 3)");
    rule("() ((_ x ...) '(x ... end))", "1 2", "(1 2 end)");
    rule("() ((_ x ...) '(x ... . end))", "", "end");
    rule("() ((_ (a b ...) ...) '((b ... a) ...))", "(1 2 3) (4) (5 6)", "((2 3 1) (4) (6 5))");
    rule("() ((_ ((n v) ...) b) '((n ...) (v ...) b))", "((x 1) (y 2)) z", "((x y) (1 2) z)");
    rule("() ((_ (((x ...) ...) ...)) '(x ... ... ...))", "(((1 2) (3)) () ((4)))", "(1 2 3 4)");
    rule("() ((_ ((x ...) ...)) '((x ... 0) ...))", "((1 2) ())", "((1 2 0) (0))");
    rule("() ((_ x ... y z) '(z y x ...))", "1 2 3 4", "(4 3 1 2)");
    rule("() ((_ x ... y) '(y x ...))", "1", "(1)");
    rule("() ((_ x ... . r) '((x ...) r))", "1 2 . 3", "((1 2) 3)");
    rule(
        "() ((_ (x y) ... z . r) '((x ...) (y ...) z r))",
        "(1 2) (3 4) 5 . 6",
        "((1 3) (2 4) 5 6)",
    );
    rule("() ((_ a (x ...) ...) '((a x ...) ...))", "0 (1) (2 3)", "((0 1) (0 2 3))");
}

#[test]
fn more_ellipses_than_in_the_pattern() {
    rule("() ((_ (a b ...) ...) '((a b) ... ...))", "(1 2 3) (4 5)", "((1 2) (1 3) (4 5))");
    rule("() ((_ (y ...) (x ...)) '((y x ...) ...))", "(1 2) (3 4)", "((1 3 4) (2 3 4))");
}

#[test]
fn escapes_and_custom_ellipses() {
    rule("() ((_ x) '(x (... ...)))", "1", "(1 ...)");
    rule("() ((_ x) '((... (x ... y))))", "1", "((1 ... y))");
    rule("::: () ((_ x :::) '(x ::: ...))", "1 2", "(1 2 ...)");
    rule("(...) ((_ x ...) '(x ...))", "1 ...", "(1 ...)");
    rule("() ((_ x ...) '((... ...) x ...))", "1", "(... 1)");
}

#[test]
fn data_vectors_and_underscores() {
    rule("() ((_ #(a b ...)) '#(b ... a))", "#(1 2 3)", "#(2 3 1)");
    rule("() ((_ #((a b) ...)) '(#(a ...) #(b ...)))", "#((1 2) (3 4))", "(#(1 3) #(2 4))");
    rule("() ((_ _ x _) 'x)", "1 2 3", "2");
    rule("() ((_ \"a\" #\\b 3 #t x) 'x) ((_ . r) 'no)", "\"a\" #\\b 3 #t 4", "4");
    rule("() ((_ \"a\") 'yes) ((_ . r) 'no)", "\"b\"", "no");
    rule("(_) ((m _) 'literal) ((m x) 'other)", "_", "literal");
    rule("() ((_ (a . b)) 'b) ((_ x) 'atom)", "5", "atom");
    rule("() ((_ x) '#(x #(1 2) (3 . 4)))", "0", "#(0 #(1 2) (3 . 4))");
    rule("() ((_ () x) 'x)", "() 1", "1");
    rule("(k) ((_ k x) 'k) ((_ x y) 'x)", "k 1", "k");
}

#[test]
fn vectors_without_variables_stay_themselves() {
    check("(define-syntax m (syntax-rules () ((_) #(1 (2) \"x\")))) (m)", "#(1 (2) \"x\")");
}
