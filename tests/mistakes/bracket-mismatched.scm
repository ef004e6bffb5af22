; A bracket is closed by a parenthesis.
(let ([x 1)
      [y 2])
  (+ x y))
