;;; Closures that are made while operands wait, in the arguments of a jump, and beside a scope that
;;; made the context of one further out.

(define (show x) (write x) (newline))

(define (next-reads-it)
  (let loop ((i 0) (j 10))
    (if (< i 5) (loop (+ i 1) (+ j i)) (list j (lambda () i)))))
(show (car (next-reads-it)))

(define (next-closes-over-it)
  (let loop ((i 0) (made '()))
    (if (< i 3) (loop (+ i 1) (cons (lambda () i) made)) (map (lambda (f) (f)) made))))
(show (next-closes-over-it))

(define (call thunk) (thunk) 7)
(define (waits x) (cons x (call (lambda () x))))
(show (waits (list 1 2)))
(define (waits-for-store x) (vector-set! x 0 (call (lambda () x))) x)
(show (waits-for-store (vector 1 2)))

(define (call-all . thunks) (map (lambda (thunk) (thunk)) thunks))
(define (beside x k)
  (call-all (let ((y (car k))) (lambda () (+ x y))) (lambda () x)))
(show (beside 5 '(1)))
(define (after x k)
  (let ((a (let ((y (car k))) (lambda () (+ x y)))))
    (list (a) ((lambda (z) (lambda () (+ z x))) 2))))
(show ((cadr (after 5 '(1)))))
