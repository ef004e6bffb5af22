;;; Two levels interpreted: what each step of the level below costs.
;;; n: which number.
;;; levels: smoke=5 work=1.6180339887**n base=honest-1 limit=100 options=--honest,2
(define n 15)

(define (fib k)
  (if (< k 2)
      k
      (+ (fib (- k 1)) (fib (- k 2)))))

(write (fib n))
(newline)
