;;; A hash table with many string keys.
;;; n: entries.
;;; bench: smoke=1000 scaling=100000
(define n 10000000)

(define table (make-string-table))

(define (fill! k)
  (if (< k n)
      (begin
        (string-table-set! table (number->string k) k)
        (fill! (+ k 1)))))

(define (sum-found k sum)
  (if (>= k n)
      sum
      (sum-found (+ k 10)
                 (+ sum (string-table-ref table (number->string k) 0)))))

(fill! 0)
(write (sum-found 0 0))
(newline)
