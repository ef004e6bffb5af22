; Loops with flonum constants, in which primitives and macros are redefined between two rounds.

(define (say x) (write x) (newline))

(define (horner x n)
  (let loop ((k 0) (sum 0.5))
    (if (= k n)
        sum
        (let inner ((j 0) (part 0.25))
          (if (= j 2)
              (loop (+ k 1) (+ (* sum x) part 1.5))
              (inner (+ j 1) (* part 2.5 (if (odd? j) 1.5 -1.5))))))))
(say (horner 2. 5))

; From the third round on, * means something else.
(define plain *)
(define (changing n)
  (let loop ((k 0) (product 1.5))
    (if (= k 3) (set! * (lambda (a b) (+ a b))))
    (if (= k n) product (loop (+ k 1) (* 2.5 product)))))
(say (changing 6))
(set! * plain)
(say (changing 2))

; The loop's own text means another constant from the third round on.
(define-syntax scale (syntax-rules () ((_ x) (* 2.5 x))))
(define (expanding n)
  (let loop ((k 0) (product 1.5))
    (if (= k 3) (eval '(define-syntax scale (syntax-rules () ((_ x) (- x 3.5)))) (interaction-environment)))
    (if (= k n) product (loop (+ k 1) (scale product)))))
(say (expanding 6))
(say (expanding 2))

; Continuations that come back into a round.
(define again #f)
(define (visited n)
  (let loop ((k 0) (sum 0.5))
    (if (= k n)
        sum
        (loop (+ k 1)
              (+ (* 1.25 sum) (call/cc (lambda (c) (if (= k 1) (set! again c)) 2.25)))))))
(say (visited 3))
(define visits 0)
(if (< visits 1) (begin (set! visits 1) (again 10.25)))

; Closures in a loop have their own.
(define (adders n)
  (let loop ((k 0.5) (made '()))
    (if (> k n) (map (lambda (f) (f 1.)) made) (loop (+ k 1.) (cons (lambda (x) (+ x k 7.75)) made)))))
(say (adders 3.))
