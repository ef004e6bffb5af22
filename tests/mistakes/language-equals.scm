; A word of another language.
(display (== 1 1))
