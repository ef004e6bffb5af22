; A procedure without a body.
(define (f x))
(display (f 1))
