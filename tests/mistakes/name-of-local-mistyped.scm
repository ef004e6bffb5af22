; The name of a parameter that is one letter off.
(define (area width height)
  (* width heigth))
(display (area 3 4))
