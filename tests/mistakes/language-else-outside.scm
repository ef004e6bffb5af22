; An `else` in an `if`.
(define x 2)
(if (> x 3)
    (display "big")
    (else (display "small")))
