; One parenthesis too many.
(define (square x)
  (* x x)))

(display (square 5))
