; A clause that is no list.
(define x 5)
(cond ((> x 9) "big") else "small")
