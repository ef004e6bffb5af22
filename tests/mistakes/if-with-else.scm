; An `else` among the parts of an `if`.
(if (= 1 1) (display "yes") else (display "no"))
