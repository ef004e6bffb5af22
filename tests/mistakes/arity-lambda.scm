; A procedure without a name is given too many arguments.
(display (map (lambda (x) (* x x)) '(1 2) '(3 4)))
