; A word of another language.
(display (if False 1 2))
