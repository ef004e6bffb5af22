;;; Sums of flonums, and numerical integration through a procedure argument.
;;; n: terms of each.
;;; bench: smoke=100 scaling=750000 exponent=1
(define n 60000000)

(define (sum-down x sum)
  (if (< x 0.0)
      sum
      (sum-down (- x 1.0) (+ sum x))))

(define (integrate f low high pieces)
  (let ((width (/ (- high low) (inexact pieces))))
    (let loop ((k 0) (x (+ low (/ width 2.0))) (area 0.0))
      (if (= k pieces)
          area
          (loop (+ k 1) (+ x width) (+ area (* width (f x))))))))

(define (circle x)
  (/ 4.0 (+ 1.0 (* x x))))

(write (list (exact (sum-down (inexact n) 0.0))
             (exact (round (* 1000000.0 (integrate circle 0.0 1.0 n))))))
(newline)
