; An assignment is no definition.
(set! total 10)
