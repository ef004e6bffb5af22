;;; Deep recursion: a list built, mapped and summed without tail calls.
;;; n: the depth; gone down twenty times in three ways.
;;; bench: smoke=1000 scaling=60000 exponent=1
(define n 2000000)

(define (count-down k)
  (if (= k 0)
      '()
      (cons k (count-down (- k 1)))))

(define (increment-all items)
  (if (null? items)
      '()
      (cons (+ 1 (car items)) (increment-all (cdr items)))))

(define (sum items)
  (if (null? items)
      0
      (+ (car items) (sum (cdr items)))))

(define (repeat times total)
  (if (= times 0)
      total
      (repeat (- times 1)
              (+ total (sum (increment-all (count-down n)))))))

(write (repeat 20 0))
(newline)
