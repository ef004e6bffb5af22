; A word of another language.
(define i 0)
(+= i 1)
