; `display` shows a value and gives none.
(define (square x)
  (display (* x x)))
(display (+ 1 (square 3)))
