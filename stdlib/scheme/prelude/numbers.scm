;;; Small procedures over numbers, from MIT Scheme and Racket.

(define (1+ number) (+ number 1))
(define (-1+ number) (- number 1))
(define (1- number) (- number 1))
(define (add1 number) (+ number 1))
(define (sub1 number) (- number 1))

(define (exact-nonnegative-integer? object)
  (and (exact-integer? object) (>= object 0)))

(define (floor->exact number) (exact (floor number)))
(define (ceiling->exact number) (exact (ceiling number)))
(define (round->exact number) (exact (round number)))
(define (truncate->exact number) (exact (truncate number)))

(define (euclidean/ n d)
  (let ((quotient (euclidean-quotient n d)))
    (values quotient (- n (* d quotient)))))

(define (euclidean-quotient n d)
  (if (positive? d) (floor-quotient n d) (- (floor-quotient n (- d)))))

(define (euclidean-remainder n d)
  (modulo n (abs d)))
