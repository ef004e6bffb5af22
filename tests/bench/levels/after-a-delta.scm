;;; After a delta was defined and called, by a program that calls no other.
;;; n: which number.
;;; levels: smoke=15 work=1.6180339887**n base=fib limit=1.1
(define n 36)

(define (fib k)
  (if (< k 2)
      k
      (+ (fib (- k 1)) (fib (- k 2)))))

(fib 10)
(define written (delta (exp env cont) (cont exp)))
(written (fib n))
(write (fib n))
(newline)
