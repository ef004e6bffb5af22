; The parameters stand beside the name.
(define f (x)
  (* x x))
(display (f 2))
