;;; Matrix multiplication: vectors of vectors, once with fixnums and once with flonums.
;;; n: rows and columns.
;;; bench: smoke=8 scaling=100,126,159,200,252 work=n**3 exponent=1
(define n 480)

(define (make-matrix size entry)
  (let ((rows (make-vector size #f)))
    (do ((i 0 (+ i 1)))
        ((= i size) rows)
      (let ((row (make-vector size 0)))
        (do ((j 0 (+ j 1)))
            ((= j size))
          (vector-set! row j (entry i j)))
        (vector-set! rows i row)))))

(define (dot row matrix column zero)
  (let ((size (vector-length row)))
    (let loop ((k 0) (sum zero))
      (if (= k size)
          sum
          (loop (+ k 1)
                (+ sum
                   (* (vector-ref row k)
                      (vector-ref (vector-ref matrix k) column))))))))

(define (multiply first second zero)
  (make-matrix (vector-length first)
               (lambda (i j) (dot (vector-ref first i) second j zero))))

(define (trace-sum matrix zero)
  (let loop ((i 0) (sum zero))
    (if (= i (vector-length matrix))
        sum
        (loop (+ i 1) (+ sum (vector-ref (vector-ref matrix i) i))))))

(define (fixnum-entry i j)
  (remainder (+ (* i 7) (* j 3)) 11))

(define (flonum-entry i j)
  (/ (inexact (fixnum-entry i j)) 8.0))

(define (square-trace entry zero)
  (let ((matrix (make-matrix n entry)))
    (trace-sum (multiply matrix matrix zero) zero)))

(write (list (square-trace fixnum-entry 0)
             (exact (round (square-trace flonum-entry 0.0)))))
(newline)
