; The name of a library without its parentheses.
(import scheme base)
