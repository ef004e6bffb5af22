; The name of a form that is one letter off.
(define x 5)
(unles (> x 3) (display x))
