; A definition of a body is used before it was evaluated.
(define (f)
  (define area (* side side))
  (define side 4)
  area)
(display (f))
