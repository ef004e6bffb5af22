; The error is behind two tail calls.
(define (first-of xs) (check (car xs)))
(define (check x) (+ x 1))
(define (start) (* 2 (first-of '(a b))))
(display (start))
