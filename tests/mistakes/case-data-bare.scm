; The data of a `case` without parentheses.
(define (kind n)
  (case n
    (1 'one)
    (2 'two)))
(display (kind 1))
