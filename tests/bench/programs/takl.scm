;;; Takeuchi's function, counting with lists: calls and list walks.
;;; n: repetitions of (takl 18 12 6).
;;; bench: fifteen smoke=1 scaling=8 exponent=1
(define n 1900)

(define (countdown k)
  (if (= k 0)
      '()
      (cons k (countdown (- k 1)))))

(define (shorter? x y)
  (and (pair? y)
       (or (null? x)
           (shorter? (cdr x) (cdr y)))))

(define (takl x y z)
  (if (shorter? y x)
      (takl (takl (cdr x) y z)
            (takl (cdr y) z x)
            (takl (cdr z) x y))
      z))

(define eighteen (countdown 18))
(define twelve (countdown 12))
(define six (countdown 6))

(define (repeat times sum)
  (if (= times 0)
      sum
      (repeat (- times 1)
              (+ sum (length (takl eighteen twelve six))))))

(write (repeat n 0))
(newline)
