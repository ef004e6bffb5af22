; The parameters of a `lambda` without parentheses.
(define add (lambda x y (+ x y)))
(display (add 1 2))
