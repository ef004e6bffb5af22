; Two bindings of one name.
(let ((x 1) (x 2)) x)
