;;; Exact rationals: harmonic sums, continued fractions and comparisons.
;;; n: terms of the longest sum.
;;; bench: smoke=20 scaling=200 exponent=3
(define n 3500)

(define (harmonic low high)
  (let loop ((k high) (sum 0))
    (if (< k low)
        sum
        (loop (- k 1) (+ sum (/ 1 k))))))

(define (continued-fraction k)
  (if (= k 0)
      1
      (+ 1 (/ 1 (continued-fraction (- k 1))))))

(define (count-increasing fraction limit)
  (let loop ((k 1) (previous 0) (count 0))
    (if (> k limit)
        count
        (let ((next (* fraction (/ k (+ k 1)))))
          (loop (+ k 1) next (if (< previous next) (+ count 1) count))))))

(define total (harmonic 1 n))
(define fraction (continued-fraction (quotient n 2)))

(write (list (remainder (numerator total) 1000003)
             (remainder (denominator total) 1000003)
             (remainder (numerator fraction) 1000003)
             (count-increasing fraction (quotient n 8))))
(newline)
