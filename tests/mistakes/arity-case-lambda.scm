; A procedure of several clauses is given more than any of them takes.
(define area
  (case-lambda
    ((side) (* side side))
    ((width height) (* width height))))
(display (area 1 2 3))
