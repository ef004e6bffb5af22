; An infix expression as an argument of an operator.
(define (twice-less-one n)
  (* 2 n - 1))
(display (twice-less-one 3))
