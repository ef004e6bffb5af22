; A procedure is used where its value was meant.
(define (read-limit) 10)
(define (over? n)
  (> n read-limit))
(display (over? 11))
