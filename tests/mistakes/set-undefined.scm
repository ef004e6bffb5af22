; An assignment to what was never defined.
(define count 0)
(define (increment!)
  (set! coutn (+ count 1)))
(increment!)
