; The first argument of `error` is the name of the procedure.
(define (f x)
  (error 'f "bad thing" x))
(f 1)
