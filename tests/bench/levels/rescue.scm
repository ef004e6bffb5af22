;;; An unbound variable whose value `rescue` gives, one level up.
;;; n: how often.
;;; levels: smoke=100000 per=rescue:n
(define n 1000000)

(define (again k)
  (if (= k 0)
      'done
      (begin
        no-such-variable
        (again (- k 1)))))

(em '(set! rescue (lambda (condition env cont) (cont 0))))
(write (again n))
(newline)
