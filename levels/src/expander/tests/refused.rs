use super::refuses;

#[test]
fn derived_forms() {
    refuses("(let)", "there are no bindings");
    refuses("(let 5 1)", "the bindings must be a proper list");
    refuses("(let ((x)) 1)", "each binding must be (name expression), found a list of one element");
    refuses("(let (x) 1)", "found the name x");
    refuses("(let ((1 2)) 1)", "each binding");
    refuses("(let ((x 1)))", "the body is empty");
    refuses("(let f)", "named let");
    refuses("(let* ((x 1 2)) x)", "let*: each binding");
    refuses("(letrec ((x . 1)) x)", "letrec: each binding");
    refuses("(and . 1)", "and: the form must be a proper list");
    refuses("(when)", "there is no test");
    refuses("(when 1)", "when: the body is empty");
    refuses("(cond)", "there are no clauses");
    refuses("(cond 1)", "each clause must be (test body …), found the number 1");
    refuses("(cond (else))", "the else clause");
    refuses("(cond (else 1) (2 3))", "the else clause must be the last");
    refuses("(cond (1 =>))", "exactly one expression must follow =>");
    refuses("(case)", "there is no key");
    refuses("(case 1)", "there are no clauses");
    refuses("(case 1 (2 3))", "the data of a clause");
    refuses("(case 1 ((2)))", "each clause must be");
    refuses("(do)", "needs variables");
    refuses("(do ((x 1 2 3)) (1))", "each variable must be");
    refuses("(do () 1)", "the exit must be");
    refuses("(case-lambda (x))", "the body is empty");
    refuses("(case-lambda ((1) 1))", "expected a name");
    refuses("(delay)", "takes one expression");
    refuses("(let-values ((a)) 1)", "each binding must be");
    refuses("(define-values (a))", "takes names and one expression");
    refuses("(define-values (1) 2)", "expected a name, found the number 1");
    refuses("(guard (1) 2)", "needs a variable");
    refuses("(parameterize (p) 1)", "each binding must be (parameter value)");
    refuses("(cond-expand 1)", "each clause must be");
    refuses("(cond-expand ((maybe x) 1))", "a requirement must be");
    refuses("(include)", "names no file");
    refuses("(include 5)", "each file must be a string");
    refuses(
        "(defn 1 [] 2)",
        "the name comes first, as in (defn area [w h] (* w h)), found the number 1",
    );
    refuses("(defn (f x) 2)", "found a list of 2 elements");
    refuses("(defn f [x 5] 2)", "defn: expected a name, found the number 5");
    refuses("(defn f \"doc\" [x] 2)", "defn: expected a name, found a string");
    refuses("(defn f [x y . x] 2)", "defn: the name x stands there twice");
    refuses("(fn [(x 1)] 2)", "fn: expected a name, found a list of 2 elements");
    refuses("(fn [x x] 2)", "fn: the name x stands there twice");
    refuses("`,@x", "belongs inside a list");
    refuses("(syntax-rules ())", "belongs in define-syntax");
    refuses("(syntax-error)", "needs a message");
    refuses("(define-record-type p)", "too few parts");
    refuses("(define-record-type 5 #f #f)", "the type must be a name, found the number 5");
    refuses("(define-record-type p (m z) #f (x))", "takes what is no field, found the name z");
    refuses("(define-record-type p (5) #f)", "the constructor must be");
    refuses("(define-record-type p #f 5)", "the predicate must be a name");
    refuses("(define-record-type p #f #f (x y z w))", "each field must be");
    refuses("(define-record-type p #f #f x x)", "the field x is twice");
}

#[test]
fn transformers() {
    let with = |rules: &str, words: &str| {
        refuses(&format!("(define-syntax m (syntax-rules {rules}))"), words);
    };
    with("", "no list of literals");
    with("(1)", "each literal must be a name");
    with("() 5", "each rule must be (pattern template)");
    with("() (x 1)", "each pattern must be a list");
    with("() ((_ x x) 1)", "x is twice");
    with("() ((_ ... x) 1)", "nothing to repeat");
    with("() ((_ x ... y ...) 1)", "two ellipses");
    with("() ((_ x ...) x)", "x needs more ellipses");
    with("() ((_ x) (x ...))", "no variable to repeat");
    with("() ((_ x) (... ...  x))", "must be (... template)");
    with("() ((_ x ...) ((x x ...) ...))", "in two ways");
    with("() ((_ . #0=(1 . #0#)) 1)", "circular");
    refuses("(define-syntax m 5)", "expected (syntax-rules");
    refuses("(define-syntax m car)", "expected (syntax-rules");
    refuses("(define-syntax m (lambda (x) x))", "expected (syntax-rules");
}

#[test]
fn uses() {
    let one = "(define-syntax m (syntax-rules () ((_ x) x)))";
    refuses(&format!("{one} (m)"), "m: the form matches no rule");
    refuses(&format!("{one} (m . 5)"), "m: the form matches no rule");
    refuses(
        "(define-syntax m (syntax-rules () ((_ (x ...) (y ...)) '((x y) ...)))) (m (1) (2 3))",
        "different numbers",
    );
}
