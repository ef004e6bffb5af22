; A definition where an expression belongs.
(define (sign x)
  (if (< x 0)
      (define s -1)
      (define s 1))
  s)
(display (sign -5))
