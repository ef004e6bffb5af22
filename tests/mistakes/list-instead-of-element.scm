; `append` of an element that is no list.
(display (append 1 '(2 3)))
