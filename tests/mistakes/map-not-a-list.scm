; `map` is given a number.
(define (square x) (* x x))
(display (map square 5))
