; A named `let` whose bindings are values only.
(let loop (5)
  (display 1))
