; A parameter that is no name.
(define (f 1 x) x)
