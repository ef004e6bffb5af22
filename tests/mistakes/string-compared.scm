; A comparison of a string with a number.
(define (adult? person)
  (>= (cdr person) 18))
(display (adult? '("Ada" . "36")))
