; The last parenthesis of a definition is missing.
(define (square x)
  (* x x)

(display (square 5))
(newline)
