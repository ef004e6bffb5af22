; A word of another language.
(define (f x)
  (return (* x x)))
(display (f 2))
