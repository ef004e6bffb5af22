; A variable of a `letrec` is used before it has a value.
(letrec ((total (+ base 1))
         (base 10))
  (display total))
