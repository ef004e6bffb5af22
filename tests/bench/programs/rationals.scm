;;; Exact rationals: the inverse and the determinant of a Hilbert matrix by elimination.
;;; n: rows and columns.
;;; bench: smoke=5 scaling=42,50,60,71,84 work=n**4 exponent=1
(define n 95)

;; Row i of the Hilbert matrix, beside row i of the identity.
(define (make-row i)
  (let ((row (make-vector (* 2 n) 0)))
    (do ((j 0 (+ j 1)))
        ((= j n))
      (vector-set! row j (/ 1 (+ i j 1))))
    (vector-set! row (+ n i) 1)
    row))

(define (make-rows)
  (let ((rows (make-vector n #f)))
    (do ((i 0 (+ i 1)))
        ((= i n) rows)
      (vector-set! rows i (make-row i)))))

(define (divide-row! row divisor)
  (do ((j 0 (+ j 1)))
      ((= j (* 2 n)))
    (vector-set! row j (/ (vector-ref row j) divisor))))

(define (subtract-row! row other factor from)
  (do ((j from (+ j 1)))
      ((= j (* 2 n)))
    (vector-set! row j
                 (- (vector-ref row j)
                    (* factor (vector-ref other j))))))

(define (eliminate-column! rows k)
  (let ((pivot-row (vector-ref rows k)))
    (do ((i 0 (+ i 1)))
        ((= i n))
      (if (not (= i k))
          (let ((row (vector-ref rows i)))
            (subtract-row! row pivot-row (vector-ref row k) k))))))

;; Turns the left half of `rows` into the identity; returns its determinant.
(define (invert! rows)
  (let loop ((k 0) (determinant 1))
    (if (= k n)
        determinant
        (let ((pivot (vector-ref (vector-ref rows k) k)))
          (divide-row! (vector-ref rows k) pivot)
          (eliminate-column! rows k)
          (loop (+ k 1) (* determinant pivot))))))

(define (sum-inverse rows)
  (let loop ((i 0) (j 0) (sum 0))
    (cond ((= i n) sum)
          ((= j n) (loop (+ i 1) 0 sum))
          (else
           (loop i (+ j 1) (+ sum (vector-ref (vector-ref rows i) (+ n j))))))))

(define rows (make-rows))
(define determinant (invert! rows))

(write (list (numerator determinant)
             (remainder (denominator determinant) 1000003)
             (sum-inverse rows)))
(newline)
