; A word of another language.
(define x 1)
(setq x 2)
