; The length of a string.
(display (length "hello"))
