; A word of another language.
(for (i 0 10) (display i))
