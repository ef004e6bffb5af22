; The calls that wait, one of them of the library.
(define (inverse x) (/ 1 x))
(define (inverses xs) (map (lambda (x) (+ 0 (inverse x))) xs))
(define (report xs) (display (inverses xs)))
(report '(1 2 0 3))
