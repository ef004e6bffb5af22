use super::check;

const SWAP: &str = "(define-syntax swap! (syntax-rules () ((_ a b) \
    (let ((tmp a)) (set! a b) (set! b tmp)))))";
const MY_OR: &str = "(define-syntax my-or (syntax-rules () ((_) #f) ((_ e) e) \
    ((_ e . r) (let ((t e)) (if t t (my-or . r))))))";

#[test]
fn inserted_variables_capture_nothing() {
    check(
        &format!("{SWAP} (lambda (tmp other) (swap! tmp other))"),
        "(lambda (tmp other) ((lambda (.tmp) (set! tmp other) (set! other .tmp)) tmp))",
    );
    check(
        &format!("{MY_OR} (let ((t 5)) (my-or #f t))"),
        "((lambda (t) ((lambda (.t) (if .t .t t)) #f)) 5)",
    );
}

#[test]
fn inserted_references_are_not_captured() {
    check(
        &format!("{MY_OR} (lambda (if list) (my-or 1 if))"),
        "(lambda (if list) ((lambda (.t) (if .t .t if)) 1))",
    );
    check(
        "(define list 1) (define-syntax m (syntax-rules () ((_ x) `(x ,x)))) (lambda (list) (m list))",
        "(lambda (list) (:list (quote list) list))",
    );
    check("(lambda (if) (cond (1 2) (else 3)))", "(lambda (if) (if 1 (begin 2) (begin 3)))");
    check("(define (if x) x) (if 1)", "(if 1)");
    check("(define (if x) x) (and 1 2)", "(if 1 2 #f)");
    check(
        "(define memv 1) (case 1 ((1) memv))",
        "((lambda (.key) (if (:memv .key (quote (1))) (begin memv))) 1)",
    );
}

#[test]
fn literals_are_compared_by_meaning() {
    check("(lambda (else) (cond (else 1)))", "(lambda (else) (if else (begin 1)))");
    check("(lambda (=>) (cond (1 => 2)))", "(lambda (=>) (if 1 (begin => 2)))");
    check("(define else #f) (cond (else 1))", "(if else (begin 1))");
    let is_arrow = "(define-syntax f (syntax-rules (=>) ((_ =>) 1) ((_ x) 2)))";
    check(&format!("{is_arrow} (f =>)"), "1");
    check(&format!("{is_arrow} (lambda (=>) (f =>))"), "(lambda (=>) 2)");
    check(
        "(define-syntax my-cond (syntax-rules () ((_ x) (cond (#f 1) (else x))))) (my-cond 3)",
        "(if #f (begin 1) (begin 3))",
    );
    check(
        "(define-syntax my-if (syntax-rules (then) ((_ a then b) (if a b)))) \
         (define-syntax m (syntax-rules () ((_ x) (my-if x then 1)))) (m 0)",
        "(if 0 1)",
    );
}

#[test]
fn syntax_has_scope() {
    check(
        "(lambda (x) (let-syntax ((m (syntax-rules () ((_) x)))) (lambda (x) (m))))",
        "(lambda (x) (let-syntax (lambda (x') x)))",
    );
    check(
        "(let ((x 1)) (define-syntax m (syntax-rules () ((_ v) (define v x)))) (m y) y)",
        "((lambda (x) (define y x) y) 1)",
    );
    check(
        "(letrec-syntax ((e? (syntax-rules () ((_) #t) ((_ x . r) (o? . r)))) \
         (o? (syntax-rules () ((_) #f) ((_ x . r) (e? . r))))) (e? 1 2 3))",
        "(letrec-syntax #f)",
    );
    check("(define-syntax my-if if) (my-if 1 2)", "(my-if 1 2)");
}

#[test]
fn macros_that_define() {
    check(
        "(define-syntax def (syntax-rules () ((_ n) (begin (define tmp 1) (define (n) tmp))))) \
         (def f)",
        "(begin (define tmp 1) (define f (lambda () tmp)))",
    );
    check(
        "(lambda () (define-syntax def (syntax-rules () ((_ n) (begin (define t 1) (define n t))))) \
         (def t) (def u) (f t u))",
        "(lambda () (define .t 1) (define t .t) (define .t' 1) (define u .t') (f t u))",
    );
}

#[test]
fn like_begin() {
    check(
        "(define-syntax be-like-begin (syntax-rules () ((_ name) \
         (define-syntax name (syntax-rules () ((_ expr (... ...)) (begin expr (... ...)))))))) \
         (be-like-begin sequence) (sequence 1 2 3 4)",
        "(begin 1 2 3 4)",
    );
    check("(let ((=> #f)) (cond (#t => 'ok)))", "((lambda (=>) (if #t (begin => (quote ok)))) #f)");
}

#[test]
fn macros_that_make_macros_with_their_variables() {
    check(
        "(define-syntax my-let (syntax-rules () ((_ n v b) ((lambda (n) b) v)))) \
         (define-syntax two (syntax-rules () ((_ x) (my-let x 1 (my-let y x (f x y)))))) (two y)",
        "((lambda (y) ((lambda (.y) (f y .y)) y)) 1)",
    );
    check(
        "(define-syntax m (syntax-rules () ((_ a) (let-syntax ((k (syntax-rules () \
         ((_ b) (lambda (a b x) (list a b x)))))) (k x))))) (m x)",
        "(let-syntax (lambda (.x .x' .x'') (list .x .x' .x'')))",
    );
}
