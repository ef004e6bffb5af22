;;; The same counter in `eval-var`, at level 1.
;;; n: which number.
;;; levels: smoke=15 work=1.6180339887**n base=by-hand limit=12 per=look-up:12*1.6180339887**(n+1)/5**0.5 limit-ns=150
(define n 27)

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
(write (fib n))
(newline)
