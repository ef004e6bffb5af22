; An `else` that is not the last clause.
(define (sign x)
  (cond ((> x 0) 1)
        (else 0)
        ((< x 0) -1)))
(display (sign -3))
