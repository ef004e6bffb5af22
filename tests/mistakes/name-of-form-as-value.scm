; The name of a form as a value.
(define xs (map if '(#t #f) '(1 2) '(3 4)))
