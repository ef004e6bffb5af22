; The value of `display` is called.
(define (f)
  ((display "hello")))
(f)
