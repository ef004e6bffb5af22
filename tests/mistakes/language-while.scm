; A word of another language.
(define i 0)
(while (< i 3)
  (set! i (+ i 1)))
