; A list of numbers without a quote.
(define (sum numbers)
  (apply + numbers))
(display (sum (1 2 3)))
