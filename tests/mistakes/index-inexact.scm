; An index that is no exact integer.
(define v (vector 1 2 3 4))
(display (vector-ref v (/ 4 2.)))
