; A number that was read as a string.
(define (next age)
  (+ age 1))
(display (next "41"))
