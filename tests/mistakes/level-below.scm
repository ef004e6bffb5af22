; A variable of level 0 is asked for at level 1.
(define price 10)
(display (em '(* 2 price)))
