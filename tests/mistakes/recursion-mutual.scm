; Two procedures that wait for each other without end.
; options: --memory 64M
(define (ping n)
  (+ 1 (pong n)))
(define (pong n)
  (+ 1 (ping n)))
(display (ping 0))
