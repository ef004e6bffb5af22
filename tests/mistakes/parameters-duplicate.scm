; Two parameters of one name.
(define (distance x x)
  (abs (- x x)))
(display (distance 1 2))
