; A variable of level 1 is asked for at level 0.
(em '(define rate 3))
(display (* 2 rate))
