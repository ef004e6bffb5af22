; Nothing between the parentheses.
(define x ())
(display x)
