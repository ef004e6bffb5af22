; A word of another language.
(display (if true 1 2))
