;;; The library's macros over the core forms (SEMANTICS §3): "`let` is ((lambda (x …) body …) e …); `let*` ends
;;; in the `let` of its last binding; `letrec`, `letrec*` and named `let` are bodies that `define`, without
;;; `set!`"; "`when unless` expand to `if` and `begin`, `unless` without `not`". The others are in `derived.py`.

(define-syntax let
  (syntax-rules ()
    ((_ ((x e) ...) b1 b2 ...) ((lambda (x ...) b1 b2 ...) e ...))
    ((_ name ((x e) ...) b1 b2 ...)
     (((lambda () (define name (lambda (x ...) b1 b2 ...)) name)) e ...))))

(define-syntax let*
  (syntax-rules ()
    ((_ () b1 b2 ...) (let () b1 b2 ...))
    ((_ ((x e)) b1 b2 ...) (let ((x e)) b1 b2 ...))
    ((_ ((x e) more ...) b1 b2 ...) (let ((x e)) (let* (more ...) b1 b2 ...)))))

(define-syntax letrec*
  (syntax-rules ()
    ((_ ((x e) ...) b1 b2 ...) ((lambda () (define x e) ... ((lambda () b1 b2 ...)))))))

(define-syntax letrec
  (syntax-rules ()
    ((_ ((x e) ...) b1 b2 ...) ((lambda () (define x e) ... ((lambda () b1 b2 ...)))))))

(define-syntax when
  (syntax-rules ()
    ((_ test b1 b2 ...) (if test (begin b1 b2 ...)))))

(define-syntax unless
  (syntax-rules ()
    ((_ test b1 b2 ...) (if test #!unspecific (begin b1 b2 ...)))))

(define-syntax parameterize
  (syntax-rules ()
    ((_ ((p v) ...) b1 b2 ...) (%parameterize (list (cons p v) ...) (lambda () b1 b2 ...)))))

(define-syntax receive
  (syntax-rules ()
    ((_ names e b1 b2 ...) (call-with-values (lambda () e) (lambda names b1 b2 ...)))))

(define-syntax let*-values
  (syntax-rules ()
    ((_ () b1 b2 ...) (let () b1 b2 ...))
    ((_ ((names e)) b1 b2 ...) (receive names e b1 b2 ...))
    ((_ ((names e) more ...) b1 b2 ...) (receive names e (let*-values (more ...) b1 b2 ...)))))

(define-syntax let-values
  (syntax-rules ()
    ((_ bindings b1 b2 ...) (let*-values bindings b1 b2 ...))))

(define-syntax delay
  (syntax-rules ()
    ((_ e) (%delay (lambda () e)))))
