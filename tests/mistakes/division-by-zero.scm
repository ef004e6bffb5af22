; The average of nothing.
(define (average numbers)
  (/ (apply + numbers) (length numbers)))
(display (average '()))
