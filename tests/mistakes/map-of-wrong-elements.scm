; A type error in a procedure that the library calls.
(display (map car '(1 2 3)))
