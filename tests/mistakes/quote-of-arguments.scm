; What is quoted is not evaluated.
(define x 5)
(display (+ '(x) 1))
