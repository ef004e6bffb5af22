;;; Evaluating fresh forms: each one is expanded, compiled and run once.
;;; n: forms.
;;; bench: compiler smoke=100 scaling=60000 exponent=1
(define n 300000)

(define (evaluate-all k sum)
  (if (= k n)
      sum
      (evaluate-all (+ k 1) (remainder (+ sum (evaluate-form (list '+ k 1))) 1000003))))

(write (evaluate-all 0 0))
(newline)
