; A list where a vector is wanted.
(define grades '(1 2 3))
(display (vector-ref grades 0))
