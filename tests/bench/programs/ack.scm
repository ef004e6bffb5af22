;;; Ackermann's function: recursion that grows deep and comes back.
;;; n: the second argument of (ack 3 n).
;;; bench: fifteen smoke=4 scaling=7,8,9,10,11 work=4**n exponent=1
(define n 12)

(define (ack x y)
  (cond ((= x 0) (+ y 1))
        ((= y 0) (ack (- x 1) 1))
        (else (ack (- x 1) (ack x (- y 1))))))

(write (ack 3 n))
(newline)
