; The procedure is called instead of given.
(for-each (display "x") '(1 2 3))
