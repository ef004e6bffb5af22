; `apply` without a list at the end.
(display (apply + 1 2 3))
