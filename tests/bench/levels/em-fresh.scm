;;; Up one level and down again, for a form that is made anew.
;;; n: how often.
;;; levels: smoke=100000 per=em:n limit-ns=5000
(define n 1000000)

(define (again k)
  (if (= k 0)
      'done
      (begin
        (em (list '+ k 1))
        (again (- k 1)))))

(write (again n))
(newline)
