; A procedure that was given, and left its work to another.
(define (twice f x) (+ 1 (f (f x))))
(define (bad x) (car x))
(define (via x) (bad x))
(twice via 5)
