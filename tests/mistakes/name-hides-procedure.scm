; A parameter hides the procedure of its name.
(define (pair-up list other)
  (list list other))
(display (pair-up 1 2))
