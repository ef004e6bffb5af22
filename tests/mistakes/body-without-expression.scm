; A body that ends in a definition.
(define (f x)
  (define y (* x x)))
(f 1)
