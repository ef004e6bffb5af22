;;; Below a thousand levels that exist, and of which none is changed.
;;; n: which number.
;;; levels: smoke=15 work=1.6180339887**n base=fib limit=1.0
(define n 39)

(define (fib k)
  (if (< k 2)
      k
      (+ (fib (- k 1)) (fib (- k 2)))))

(define (up levels)
  (if (= levels 0)
      'level
      (list 'em (list 'quote (up (- levels 1))))))

(unless (= 1000 (em (up 999)))
  (error "these are not a thousand levels"))
(write (fib n))
(newline)
