; A definition as an argument.
(display (+ 1 (define x 2)))
