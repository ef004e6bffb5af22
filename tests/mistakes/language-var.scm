; A word of another language.
(var x 5)
