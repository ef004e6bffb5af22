; A procedure of the program is given too few arguments.
(define (rectangle-area width height)
  (* width height))

(display (rectangle-area 3))
