; The end comes before the start.
(display (substring "hello" 3 1))
