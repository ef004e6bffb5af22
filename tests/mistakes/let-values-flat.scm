; One binding of several values without the second pair of parentheses.
(let-values ((q r) (floor/ 7 2))
  (display q))
