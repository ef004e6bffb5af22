; A recursion without a base case.
; options: --memory 64M
(define (factorial n)
  (* n (factorial (- n 1))))
(display (factorial 5))
