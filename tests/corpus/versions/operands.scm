; The operator of an application is looked up before its operands are evaluated: what they redefine
; does not concern it.

(define (show . things) (for-each display things) (newline))

(define (redefine-plus!) (set! + (lambda (a b) (list 'plus a b))) 10)
(define (sum x) (+ x (redefine-plus!)))
(show (sum 1))
(show (sum 1))

(define (redefine-times! x) (set! * (lambda (a b) (list 'times a b))) x)
(define (product x) (list (* (* x 2) (redefine-times! 3)) (* x 2)))
(show (product 2))

(define (redefine-cons!) (set! cons vector) '())
(define (pairs a b) (cons a (cons b (redefine-cons!))))
(show (pairs 1 2))
(show (pairs 1 2))

; Deep in predicates, too.
(define (redefine-less!) (set! < >) 1)
(define (compare a) (if (not (< a (redefine-less!))) 'not-less 'less))
(show (compare 0) " " (compare 0))

(define (redefine-null!) (set! null? pair?) '())
(define (empty) (and (null? (redefine-null!)) (null? '(1)) 'both))
(show (empty))

(define (redefine-memv!) (set! memv (lambda (x l) #f)) 'b)
(define (pick) (case (redefine-memv!) ((a b) 'found) (else 'lost)))
(show (pick))

(define (redefine-eq!) (set! eq? (lambda (a b) 'eq)) 'x)
(define (same) (list (eq? (redefine-eq!) 'y) (eq? 1 2)))
(show (same))

(define (redefine-vector-set! v) (set! vector-set! (lambda (v i x) 'nothing)) v)
(define (store v)
  (vector-set! v 0 (begin (redefine-vector-set! v) 'stored))
  (vector-set! v 1 'stored)
  v)
(show (store (vector 0 0)))

; Many operands that wait in the variables' own slots.
(define (redefine-minus!) (set! - list) 100)
(define (chain a b c) (- a (- b (- c (redefine-minus!)))))
(show (chain 1 2 3))
(show (chain 1 2 3))
