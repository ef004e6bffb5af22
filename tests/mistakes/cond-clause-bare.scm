; The clauses of a `cond` without parentheses.
(define x 5)
(display (cond (> x 3) "big"))
