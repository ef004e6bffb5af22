;;; At level 5, by `em`.
;;; n: which number.
;;; levels: smoke=15 work=1.6180339887**n base=fib limit=1.0
(define n 39)

(define (at level form)
  (if (= level 0)
      form
      (list 'em (list 'quote (at (- level 1) form)))))

(define definition
  '(define (fib k)
     (if (< k 2)
         k
         (+ (fib (- k 1)) (fib (- k 2))))))

(eval (at 5 definition) (interaction-environment))
(write (eval (at 5 (list 'fib n)) (interaction-environment)))
(newline)
