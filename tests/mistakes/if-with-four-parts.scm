; An `if` with four parts.
(define (report x)
  (if (> x 0)
      (display "positive")
      (newline)
      (display "not positive")))
(report 1)
