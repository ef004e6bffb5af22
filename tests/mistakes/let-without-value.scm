; A binding without a value.
(let ((x 1) (y))
  (display (+ x y)))
