;;; Fibonacci numbers by double recursion: calls and fixnum addition.
;;; n: which number.
;;; bench: fifteen smoke=15 scaling=30,32,34,36,38 work=1.6180339887**n exponent=1
(define n 43)

(define (fib k)
  (if (< k 2)
      k
      (+ (fib (- k 1)) (fib (- k 2)))))

(write (fib n))
(newline)
