; Strings are not added.
(define greeting (+ "hello, " "world"))
