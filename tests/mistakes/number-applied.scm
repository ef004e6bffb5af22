; Parentheses around a call call its value.
(define total ((+ 1 2)))
(display total)
