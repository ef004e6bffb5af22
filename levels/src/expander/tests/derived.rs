use super::check;

#[test]
fn binding_forms() {
    check("(let ((x 1) (y 2)) x y)", "((lambda (x y) x y) 1 2)");
    check("(let () 1)", "((lambda () 1))");
    check("(let* ((x 1) (x x)) x)", "((lambda (x) ((lambda (x') x') x)) 1)");
    check("(let* () 1)", "((lambda () 1))");
    check("(let* ((x 1)) x)", "((lambda (x) x) 1)");
    let even = "((lambda () (define f (lambda (n) (f n))) ((lambda () (f 1)))))";
    check("(letrec ((f (lambda (n) (f n)))) (f 1))", even);
    check(
        "(letrec ((x (f)) (y 1) (z z)) x)",
        "((lambda () (define .t (f)) (define .t' z) \
         (define x .t) (define y 1) (define z .t') ((lambda () x))))",
    );
    check("(letrec* ((f (lambda (n) (f n)))) (f 1))", even);
    check("(let f ((i i)) (f i))", "(((lambda () (define f (lambda (i) (f i))) f)) i)");
    check("(let f ((i f)) (f i))", "(((lambda () (define f (lambda (i) (f i))) f)) f)");
}

#[test]
fn conditional_forms() {
    check("(and)", "#t");
    check("(and 1 2 3)", "(if 1 (if 2 3 #f) #f)");
    check("(or)", "#f");
    check("(or 1)", "1");
    check("(or a b c)", "((lambda (.t) (if .t .t ((lambda (.t') (if .t' .t' c)) b))) a)");
    check("(let ((t 1)) (or t t))", "((lambda (t) ((lambda (.t) (if .t .t t)) t)) 1)");
    check("(when a b c)", "(if a (begin b c))");
    check("(unless a b c)", "(if a #!unspecified (begin b c))");
    check(
        "(cond (a b) (c) (else d e))",
        "(if a (begin b) ((lambda (.t) (if .t .t (begin d e))) c))",
    );
    check("(cond (a => f) (b))", "((lambda (.t) (if .t (f .t) b)) a)");
    check("(cond (a 1) (b 2))", "(if a (begin 1) (if b (begin 2)))");
    check(
        "(case x ((a 1) y) ((\"s\") => f) (else => g))",
        "((lambda (.key) (if (:memv .key (quote (a 1))) (begin y) \
         (if (:memv .key (quote (\"s\"))) (f .key) (g .key)))) x)",
    );
    check("(case 1 ((2) 3))", "((lambda (.key) (if (:memv .key (quote (2))) (begin 3))) 1)");
    check(
        "(assert (= 1 x) x)",
        "(if (= 1 x) #!unspecified (:error \"assertion failed\" (:vector-ref (:strip-syntax #((= 1 x))) 0) x))",
    );
}

#[test]
fn loops_and_procedures() {
    check(
        "(do ((i 0 (+ i 1)) (v w)) ((= i 5) v) (f i))",
        "(((lambda () (define .loop (lambda (i v) (if (= i 5) (begin v) \
         (begin (f i) (.loop (+ i 1) v))))) .loop)) 0 w)",
    );
    check(
        "(do () (#t))",
        "(((lambda () (define .loop (lambda () (if #t #!unspecified (begin (.loop))))) .loop)))",
    );
    check("(case-lambda ((x) 1) ((x . r) r))", "(:%case-lambda (lambda (x) 1) (lambda (x . r) r))");
    check("(fn [x y] x)", "(lambda (x y) x)");
    check("(defn area [w h] (* w h))", "(define area (lambda (w h) (* w h)))");
    check("(delay x)", "(:%delay (lambda () x))");
    check("(delay-force x)", "(:%delay-force (lambda () x))");
    check("(cons-stream a b)", "(:cons a (:%delay (lambda () b)))");
}

#[test]
fn several_values() {
    check(
        "(let-values (((a b) (f)) ((c . d) (g a))) b)",
        "(:call-with-values (lambda () (f)) (lambda (.t .t') \
         (:call-with-values (lambda () (g a)) (lambda (.t'' . .t''') \
         ((lambda (a b c d) b) .t .t' .t'' .t''')))))",
    );
    check("(let-values ((all (f))) all)", "(:call-with-values (lambda () (f)) (lambda all all))");
    check(
        "(let*-values (((a) (f)) ((b) (g a))) b)",
        "(:call-with-values (lambda () (f)) (lambda (a) \
         (:call-with-values (lambda () (g a)) (lambda (b) b))))",
    );
    check("(receive (a . r) (f) r)", "(:call-with-values (lambda () (f)) (lambda (a . r) r))");
    check(
        "(define-values (a b . c) (f))",
        "(begin (define a (:call-with-values (lambda () (f)) \
         (lambda (.t .t' . .t'') (:vector .t .t' .t'')))) \
         (define b (:vector-ref a 1)) \
         (define c ((lambda (.t) (set! a (:vector-ref a 0)) .t) (:vector-ref a 2))))",
    );
    check(
        "(define-values (a) (f))",
        "(define a (:call-with-values (lambda () (f)) (lambda (.t) .t)))",
    );
    check(
        "(lambda () (define-values (x y) (f)) (g x y))",
        "(lambda () (define x (:call-with-values (lambda () (f)) \
         (lambda (.t .t') (:vector .t .t')))) \
         (define y ((lambda (.t) (set! x (:vector-ref x 0)) .t) (:vector-ref x 1))) (g x y))",
    );
}

#[test]
fn dynamic_extent() {
    check(
        "(parameterize ((p 1) ((f) 2)) x)",
        "(:%parameterize (:list (:cons p 1) (:cons (f) 2)) (lambda () x))",
    );
    check(
        "(guard (e ((f e) 1)) x y)",
        "(:%guard (lambda () x y) (lambda (e .reraise) (if (f e) (begin 1) (begin (.reraise)))))",
    );
    check("(guard (e (else e)) x)", "(:%guard (lambda () x) (lambda (e .reraise) e))");
    check(
        "(guard (else (else 1)) x)",
        "(:%guard (lambda () x) (lambda (else .reraise) (if else (begin 1) (begin (.reraise)))))",
    );
}

#[test]
fn quasiquotation() {
    check("`x", "(quote x)");
    check("`5", "5");
    check("`(1 2 (3 #(4)))", "(quote (1 2 (3 #(4))))");
    check("`(a ,b c d)", "(:cons* (quote a) b (quote (c d)))");
    check("`(a ,b)", "(:list (quote a) b)");
    check("`(a . ,b)", "(:cons (quote a) b)");
    check("`(,@a)", "a");
    check("`(1 ,@a ,b ,@c . d)", "(:cons 1 (:append a (:cons b (:append c (quote d)))))");
    check("`(,@a b)", "(:append a (quote (b)))");
    check("`#(1 ,x ,@y)", "(:list->vector (:cons* 1 x y))");
    check("`#(1 2)", "(quote #(1 2))");
    check("`#()", "(quote #())");
    check("`#(unquote x)", "(quote #(unquote x))");
    check(
        "`(a `(b ,(c ,d)))",
        "(:list (quote a) (:list (quote quasiquote) (:list (quote b) \
         (:list (quote unquote) (:list (quote c) d)))))",
    );
    check("`(a `(b ,c))", "(quote (a (quasiquote (b (unquote c)))))");
    check(
        "`(1 `,(2 ,@x))",
        "(:list 1 (:list (quote quasiquote) (:list (quote unquote) (:cons 2 x))))",
    );
    check(
        "`(1 . `,(2 . ,x))",
        "(:cons 1 (:list (quote quasiquote) (:list (quote unquote) (:cons 2 x))))",
    );
}

#[test]
fn features() {
    check("(cond-expand (no-such 1) ((and r7rs (not (or (library (no)) no))) x y))", "(begin x y)");
    check("(cond-expand (no-such 1) (else 2))", "(begin 2)");
    check("(cond-expand (no-such 1))", "(begin)");
}

#[test]
fn records() {
    check(
        "(define-record-type point (make-point y x) point? (x point-x set-x!) (y) (z point-z))",
        "(begin (define point (quote #!type)) \
         (define make-point (lambda (y x) (:%make-record (quote #!type) x y #f))) \
         (define point? (lambda (.value) (:%record-is? .value (quote #!type)))) \
         (define point-x (lambda (.record) (:%record-ref .record (quote #!type) 0))) \
         (define set-x! (lambda (.record .value) \
         (:%record-set! .record (quote #!type) 0 .value))) \
         (define point-z (lambda (.record) (:%record-ref .record (quote #!type) 2))))",
    );
    check(
        "(lambda () (define-record-type p make-p #f x) make-p)",
        "(lambda () (define .record (:%make-record-type (quote p) (quote (x)) (quote (#f #f)))) \
         (define p .record) (define make-p (lambda (x) (:%make-record .record x))) make-p)",
    );
    check(
        "(define-record-type p #f p?)",
        "(begin (define p (quote #!type)) \
         (define p? (lambda (.value) (:%record-is? .value (quote #!type)))))",
    );
}
