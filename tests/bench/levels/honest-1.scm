;;; Level 0 interpreted, step by step, by the evaluator's text at level 1.
;;; n: which number.
;;; levels: smoke=10 work=1.6180339887**n base=fib per=call:2*1.6180339887**(n+1)/5**0.5 options=--honest,1
(define n 25)

(define (fib k)
  (if (< k 2)
      k
      (+ (fib (- k 1)) (fib (- k 2)))))

(write (fib n))
(newline)
