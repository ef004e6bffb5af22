; A word of another language.
(define x 5)
(elif (> x 3) 1 2)
