; `quote` takes one datum.
(define xs (quote 1 2 3))
