;;; Recursion that is not in tail position, once, as deep as it is long.
;;; n: the depth.
;;; bench: smoke=1000 scaling=100000
(define n 10000000)

(define (sum-to k)
  (if (= k 0)
      0
      (+ k (sum-to (- k 1)))))

(write (sum-to n))
(newline)
