; A word of another language.
(display (mod 7 2))
