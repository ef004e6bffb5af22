; A loop that builds a list without end.
; options: --memory 64M
(define (numbers-from n so-far)
  (numbers-from (+ n 1) (cons n so-far)))
(display (numbers-from 0 '()))
