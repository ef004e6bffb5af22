; A `let` that is closed too early.
(define (f)
  (let ((x 1)))
  x)
(f)
