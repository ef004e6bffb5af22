; The second of a list of one.
(define (second-of xs) (cadr xs))
(display (second-of '(1)))
