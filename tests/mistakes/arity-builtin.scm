; A builtin is given too few arguments.
(display (cons 1))
