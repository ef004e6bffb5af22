; A word of another language.
(display (cons 1 nil))
