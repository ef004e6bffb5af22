; An assignment to the element of a list.
(define xs (list 1 2 3))
(set! (car xs) 5)
