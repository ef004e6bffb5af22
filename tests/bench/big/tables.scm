;;; A hash table with many integer keys.
;;; n: entries.
;;; bench: smoke=1000 scaling=100000
(define n 10000000)

(define table (make-eqv-table))

(define (fill! k)
  (if (< k n)
      (begin
        (eqv-table-set! table (* k 7) k)
        (fill! (+ k 1)))))

(define (sum-found k sum)
  (if (= k n)
      sum
      (sum-found (+ k 1)
                 (+ sum (eqv-table-ref table (* k 7) 0)))))

(fill! 0)
(write (sum-found 0 0))
(newline)
