; A string is numbered from 0.
(display (string-ref "abc" 3))
