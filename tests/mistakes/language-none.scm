; A word of another language.
(define x None)
