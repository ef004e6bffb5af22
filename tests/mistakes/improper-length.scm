; The length of a pair that is no list.
(display (length (cons 1 2)))
