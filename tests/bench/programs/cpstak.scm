;;; Takeuchi's function in continuation-passing style: making and calling closures.
;;; n: repetitions of (cpstak 18 12 6).
;;; bench: fifteen smoke=2 scaling=30 exponent=1
(define n 6000)

(define (cpstak x y z)
  (define (tak x y z cont)
    (if (< y x)
        (tak (- x 1) y z
             (lambda (first)
               (tak (- y 1) z x
                    (lambda (second)
                      (tak (- z 1) x y
                           (lambda (third)
                             (tak first second third cont)))))))
        (cont z)))
  (tak x y z (lambda (result) result)))

(define (repeat times sum)
  (if (= times 0)
      sum
      (repeat (- times 1) (+ sum (cpstak 18 12 6)))))

(write (repeat n 0))
(newline)
