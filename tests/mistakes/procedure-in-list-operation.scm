; A procedure is used where its list was meant.
(define (names) '("Ada" "Alan"))
(display (length names))
