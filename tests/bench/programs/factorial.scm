;;; Factorials: big integers times small ones, and conversion to digits.
;;; n: the number whose factorial is taken.
;;; bench: smoke=100 scaling=4000 exponent=2
(define n 28000)

(define (factorial k)
  (if (= k 0)
      1
      (* k (factorial (- k 1)))))

(define (count-down-quotients product k)
  (if (= k 1)
      product
      (count-down-quotients (quotient product k) (- k 1))))

(define (digit-sum digits)
  (let loop ((i 0) (sum 0))
    (if (= i (string-length digits))
        sum
        (loop (+ i 1)
              (+ sum (- (char->integer (string-ref digits i)) 48))))))

(define product (factorial n))

(write (list (digit-sum (number->string product))
             (remainder product 1000003)
             (count-down-quotients product n)))
(newline)
