; Too few arguments for a procedure with a rest list.
(define (average first second . others)
  (/ (apply + first second others) (+ 2 (length others))))
(display (average 1))
