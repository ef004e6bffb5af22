; A program that is not there.
(load "no-such-program.scm")
