; An assertion that does not hold.
(define (root x)
  (assert (>= x 0))
  (sqrt x))
(display (root -4))
