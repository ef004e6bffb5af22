; A library of the program's own that was not imported.
(define-library (shop prices)
  (export price-of)
  (import (scheme base))
  (begin (define (price-of item) 10)))
(display (price-of 'apple))
