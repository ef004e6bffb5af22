; The accessor of a record is given something else.
(define-record-type point
  (make-point x y)
  point?
  (x point-x set-point-x!)
  (y point-y))
(define (distance p)
  (sqrt (+ (square (point-x p)) (square (point-y p)))))
(display (distance (make-point 3 4)))
(display (distance 5))
