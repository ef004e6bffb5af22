; A procedure of the standard library is given too few arguments.
(display (fold-left + 0))
