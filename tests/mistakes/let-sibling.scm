; A binding of `let` that uses another one of the same `let`.
(let ((x 2)
      (y (* x 3)))
  (display (+ x y)))
