;;; After the counter in `eval-var` was there, and was taken out.
;;; n: which number.
;;; levels: smoke=15 work=1.6180339887**n base=fib limit=1.0
(define n 39)

(define (fib k)
  (if (< k 2)
      k
      (+ (fib (- k 1)) (fib (- k 2)))))

(em '(define looked-up 0))
(em '(define original eval-var))
(em '(set! eval-var
       (lambda (exp env cont)
         (set! looked-up (+ looked-up 1))
         (original exp env cont))))
(fib 10)
(em '(set! eval-var original))
(write (fib n))
(newline)
