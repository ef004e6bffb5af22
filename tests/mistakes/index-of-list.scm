; An index beyond the end of a list.
(display (list-ref '(a b c) 3))
