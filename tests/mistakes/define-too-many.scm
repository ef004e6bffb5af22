; Several values for one name.
(define x 1 2)
