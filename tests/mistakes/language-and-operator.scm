; A word of another language.
(display (&& #t #f))
