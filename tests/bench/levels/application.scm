;;; A wrapper of `eval-application` that does nothing.
;;; n: which number.
;;; levels: smoke=15 work=1.6180339887**n base=fib per=application:7*1.6180339887**(n+1)/5**0.5 limit-ns=200
(define n 27)

(define (fib k)
  (if (< k 2)
      k
      (+ (fib (- k 1)) (fib (- k 2)))))

(em '(define original eval-application))
(em '(set! eval-application
       (lambda (exp env cont) (original exp env cont))))
(write (fib n))
(newline)
