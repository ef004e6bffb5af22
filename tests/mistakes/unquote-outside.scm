; An unquote where nothing is quasiquoted.
(define x 5)
(display (list 1 ,x 3))
