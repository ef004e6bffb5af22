;;; Takeuchi's function returning through captured continuations.
;;; n: repetitions of (ctak 18 12 6).
;;; bench: smoke=1 scaling=12 exponent=1
(define n 2000)

(define (ctak x y z)
  (call/cc (lambda (return) (tak return x y z))))

(define (tak return x y z)
  (if (< y x)
      (call/cc
       (lambda (return)
         (tak return
              (call/cc (lambda (return) (tak return (- x 1) y z)))
              (call/cc (lambda (return) (tak return (- y 1) z x)))
              (call/cc (lambda (return) (tak return (- z 1) x y))))))
      (return z)))

(define (repeat times sum)
  (if (= times 0)
      sum
      (repeat (- times 1) (+ sum (ctak 18 12 6)))))

(write (repeat n 0))
(newline)
