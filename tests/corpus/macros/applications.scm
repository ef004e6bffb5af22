;;; Larger macros: state machines, streams, pattern matching, continuation-passing macros.
(import (scheme base) (scheme write) (scheme lazy))

(define (show x) (write x) (newline))

(define-syntax automaton
  (syntax-rules (:)
    ((_ init (state : response ...) ...)
     (let-syntax
         ((process
           (syntax-rules (accept ->)
             ((_ accept) (lambda (stream) (null? stream)))
             ((_ (label -> target) (... ...))
              (lambda (stream)
                (cond ((null? stream) #f)
                      (else (case (car stream) ((label) (target (cdr stream))) (... ...) (else #f)))))))))
       (letrec ((state (process response ...)) ...)
         init)))))
(define cadr-machine
  (automaton init
    (init : (c -> more))
    (more : (a -> more) (d -> more) (r -> end))
    (end : accept)))
(show (map cadr-machine '((c a d r) (c r) (c a d) (a d r) ())))

(define-syntax cons-stream (syntax-rules () ((_ a b) (cons a (delay b)))))
(define (take s n) (if (= n 0) '() (cons (car s) (take (force (cdr s)) (- n 1)))))
(define ones (cons-stream 1 ones))
(define (from n) (cons-stream n (from (+ n 1))))
(show (take ones 3))
(show (take (from 5) 4))

(define-syntax match-list
  (syntax-rules ()
    ((_ x (pattern body) ...) (let ((v x)) (match-clauses v (pattern body) ...)))))
(define-syntax match-clauses
  (syntax-rules ()
    ((_ v) 'no-match)
    ((_ v (pattern body) more ...)
     (let ((fail (lambda () (match-clauses v more ...)))) (match-one v pattern body (fail))))))
(define-syntax match-one
  (syntax-rules (quote ?)
    ((_ v () success failure) (if (null? v) success failure))
    ((_ v 'datum success failure) (if (equal? v 'datum) success failure))
    ((_ v (? name) success failure) (let ((name v)) success))
    ((_ v (a . b) success failure)
     (if (pair? v)
         (let ((x (car v)) (y (cdr v))) (match-one x a (match-one y b success failure) failure))
         failure))
    ((_ v datum success failure) (if (equal? v 'datum) success failure))))
(define (simplify exp)
  (match-list exp
    (('+ 0 (? x)) (simplify x))
    (('+ (? x) 0) (simplify x))
    (('* 1 (? x)) (simplify x))
    (('* (? x) 1) (simplify x))
    (((? op) (? x) (? y)) (list op (simplify x) (simplify y)))
    ((? x) x)))
(show (simplify '(+ 0 (* 1 a))))
(show (simplify '(- (+ b 0) (* c 1))))
(show (match-list '(1 2) ((1 3) 'a) ((1 2) 'b)))
(show (match-list 5 (6 'six)))

(define-syntax my-let-values
  (syntax-rules ()
    ((_ () body ...) (let () body ...))
    ((_ ((formals e) more ...) body ...)
     (call-with-values (lambda () e) (lambda formals (my-let-values (more ...) body ...))))))
(show (my-let-values (((a b) (values 1 2)) (rest (values 3 4))) (list a b rest)))

(define-syntax enum
  (syntax-rules () ((_ "go" n) (begin)) ((_ "go" n a b ...) (begin (define a n) (enum "go" (+ n 1) b ...))) ((_ a ...) (enum "go" 0 a ...))))
(enum red green blue)
(show (list red green blue))

(define-syntax comprehension
  (syntax-rules (for in if)
    ((_ e for x in items) (map (lambda (x) e) items))
    ((_ e for x in items if test)
     (let loop ((rest items) (acc '()))
       (cond ((null? rest) (reverse acc))
             ((let ((x (car rest))) test) (loop (cdr rest) (cons (let ((x (car rest))) e) acc)))
             (else (loop (cdr rest) acc)))))))
(show (comprehension (* x x) for x in '(1 2 3)))
(show (comprehension (* x x) for x in '(1 2 3 4 5 6) if (even? x)))

(define-syntax cps-append
  (syntax-rules () ((_ (k ...) (a ...) (b ...)) (k ... (a ... b ...)))))
(define-syntax quote-it (syntax-rules () ((_ tag x) '(tag x))))
(show (cps-append (quote-it result) (1 2) (3 4)))

(define-syntax define-structure
  (syntax-rules () ((_ (make field ...)) (define (make field ...) (list (cons 'field field) ...)))))
(define-structure (point x y))
(show (point 1 2))

(define-syntax inc!
  (syntax-rules () ((_ x) (inc! x 1)) ((_ x n) (begin (set! x (+ x n)) x))))
(show (let ((a 1)) (inc! a) (inc! a 10) a))
(define-syntax assert-equal
  (syntax-rules () ((_ expected e) (if (equal? expected e) 'ok (list 'failed 'e 'expected expected)))))
(show (assert-equal 4 (+ 2 2)))
(show (assert-equal 5 (+ 2 2)))
(define-syntax my-case
  (syntax-rules (else)
    ((_ (k ...) clause ...) (let ((key (k ...))) (my-case key clause ...)))
    ((_ key (else e ...)) (begin e ...))
    ((_ key ((d ...) e ...) clause ...) (if (memv key '(d ...)) (begin e ...) (my-case key clause ...)))))
(show (my-case (+ 1 2) ((1 2) 'low) ((3 4) 'middle) (else 'high)))
(define-syntax unroll (syntax-rules () ((_ () e) e) ((_ (x . y) e) (let ((r (unroll y e))) (+ r r)))))
(show (unroll (1 2 3 4 5 6 7 8 9 10) 1))
