;;; Several values and variable numbers of arguments: values, call-with-values, apply, rest lists.
;;; n: repetitions.
;;; bench: smoke=10 scaling=50000 exponent=1
(define n 20000000)

(define (divide a b)
  (values (quotient a b) (remainder a b)))

(define (digits-sum k)
  (let loop ((k k) (sum 0))
    (if (= k 0)
        sum
        (call-with-values
         (lambda () (divide k 100))
         (lambda (rest digit) (loop rest (+ sum digit)))))))

(define (sum-rest first . rest)
  (if (null? rest)
      first
      (apply sum-rest (+ first (car rest)) (cdr rest))))

(define area
  (case-lambda
    ((side) (* side side))
    ((width height) (* width height))
    ((width height . depths) (apply * width height depths))))

(define (minimum-and-maximum a b c)
  (let-values (((low high) (if (< a b) (values a b) (values b a))))
    (values (if (< c low) c low) (if (< high c) c high))))

(define (step k)
  (let-values (((low high) (minimum-and-maximum k (remainder k 17) (remainder k 29))))
    (+ (digits-sum k)
       (- high low)
       (sum-rest k 1 2 3)
       (area 2)
       (area 2 (remainder k 3))
       (area 1 2 3))))

(define (repeat k sum)
  (if (= k n)
      sum
      (repeat (+ k 1) (+ sum (step k)))))

(write (repeat 0 0))
(newline)
