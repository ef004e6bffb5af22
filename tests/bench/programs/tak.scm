;;; Takeuchi's function: calls with three arguments.
;;; n: repetitions of (tak 18 12 6).
;;; bench: fifteen smoke=2 scaling=60 exponent=1
(define n 14000)

(define (tak x y z)
  (if (< y x)
      (tak (tak (- x 1) y z)
           (tak (- y 1) z x)
           (tak (- z 1) x y))
      z))

(define (repeat times sum)
  (if (= times 0)
      sum
      (repeat (- times 1) (+ sum (tak 18 12 6)))))

(write (repeat n 0))
(newline)
