; A word of another language.
(display (len '(1 2 3)))
