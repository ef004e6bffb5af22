; An `if` with nothing but its test.
(define (f x)
  (if (> x 0)))
(display (f 1))
