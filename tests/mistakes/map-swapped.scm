; The arguments of `map` are swapped.
(define (square x) (* x x))
(display (map '(1 2 3) square))
