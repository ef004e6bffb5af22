; The constructor takes a field that there is not.
(define-record-type point (make-point x y) point? (x point-x))
