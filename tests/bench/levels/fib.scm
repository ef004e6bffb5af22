;;; No level looked at, nothing changed.
;;; n: which number.
;;; levels: smoke=15 work=1.6180339887**n
(define n 39)

(define (fib k)
  (if (< k 2)
      k
      (+ (fib (- k 1)) (fib (- k 2)))))

(write (fib n))
(newline)
