; A variable that holds no procedure is called.
(define (double x)
  (* 2 (x)))
(display (double 4))
