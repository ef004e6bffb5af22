; A dot in a call.
(display (+ 1 . 2))
