; The bindings of a `let` need parentheses around all of them.
(let (x 1)
  (display x))
