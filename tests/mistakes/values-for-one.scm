; Two values where one is wanted.
(define (both) (values 1 2))
(display (+ 1 (both)))
