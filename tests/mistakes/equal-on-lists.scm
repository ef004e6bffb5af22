; Numeric equality of lists.
(define (same? a b)
  (= a b))
(display (same? '(1 2) '(1 2)))
