;;; The library's macros over the core forms (SEMANTICS §3): "`let` is ((lambda (x …) body …) e …); `let*` ends
;;; in the `let` of its last binding; `letrec`, `letrec*` and named `let` are bodies that `define`, without
;;; `set!`; `and cond when unless` expand to `if` and `begin`, `unless` without `not`".

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

(define-syntax and
  (syntax-rules ()
    ((_) #t)
    ((_ e) e)
    ((_ e1 e2 ...) (if e1 (and e2 ...) #f))))

(define-syntax or
  (syntax-rules ()
    ((_) #f)
    ((_ e) e)
    ((_ e1 e2 ...) ((lambda (t) (if t t (or e2 ...))) e1))))

(define-syntax when
  (syntax-rules ()
    ((_ test b1 b2 ...) (if test (begin b1 b2 ...)))))

(define-syntax unless
  (syntax-rules ()
    ((_ test b1 b2 ...) (if test #!unspecific (begin b1 b2 ...)))))

(define-syntax cond
  (syntax-rules (else =>)
    ((_ (else b1 b2 ...) ignored ...) (begin b1 b2 ...))
    ((_ (test => receiver)) ((lambda (t) (if t (receiver t))) test))
    ((_ (test => receiver) more ...) ((lambda (t) (if t (receiver t) (cond more ...))) test))
    ((_ (test)) test)
    ((_ (test) more ...) (or test (cond more ...)))
    ((_ (test b1 b2 ...)) (if test (begin b1 b2 ...)))
    ((_ (test b1 b2 ...) more ...) (if test (begin b1 b2 ...) (cond more ...)))))

(define-syntax case
  (syntax-rules ()
    ((_ subject clause ...) ((lambda (key) (%case key clause ...)) subject))))

(define-syntax %case
  (syntax-rules (else =>)
    ((_ key (else => receiver)) (receiver key))
    ((_ key (else b1 b2 ...)) (begin b1 b2 ...))
    ((_ key (data b1 b2 ...)) (if (memv key 'data) (begin b1 b2 ...)))
    ((_ key (data b1 b2 ...) more ...) (if (memv key 'data) (begin b1 b2 ...) (%case key more ...)))))

(define-syntax do
  (syntax-rules ()
    ((_ ((x init . step) ...) (test result ...) command ...)
     (let loop ((x init) ...)
       (if test
           (begin #!unspecific result ...)
           (begin command ... (loop (%step x . step) ...)))))))

(define-syntax %step
  (syntax-rules ()
    ((_ x) x)
    ((_ x step) step)))

(define-syntax parameterize
  (syntax-rules ()
    ((_ ((p v) ...) b1 b2 ...) (%parameterize (list (cons p v) ...) (lambda () b1 b2 ...)))))

(define-syntax guard
  (syntax-rules ()
    ((_ (e clause ...) b1 b2 ...)
     (%guard (lambda () b1 b2 ...) (lambda (e reraise) (cond clause ... (else (reraise))))))))

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
