; An `else` without a value.
(define x 5)
(display (cond ((> x 9) "big") (else)))
