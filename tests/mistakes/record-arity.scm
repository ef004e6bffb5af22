; A constructor is given too few values.
(define-record-type <point>
  (make-point x y)
  point?
  (x point-x)
  (y point-y))
(define p (make-point 3))
