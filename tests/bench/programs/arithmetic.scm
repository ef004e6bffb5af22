;;; Integer arithmetic: greatest common divisors, Collatz lengths, modular powers, integer roots.
;;; n: the largest number looked at.
;;; bench: smoke=50 scaling=12000 work=n*log(n) exponent=1
(define n 1000000)

(define (greatest-divisor a b)
  (if (= b 0)
      a
      (greatest-divisor b (remainder a b))))

(define (collatz-length k)
  (let loop ((k k) (length 1))
    (cond ((= k 1) length)
          ((even? k) (loop (quotient k 2) (+ length 1)))
          (else (loop (+ (* 3 k) 1) (+ length 1))))))

(define (power-modulo base exponent modulus)
  (let loop ((base base) (exponent exponent) (result 1))
    (cond ((= exponent 0) result)
          ((odd? exponent)
           (loop (modulo (* base base) modulus)
                 (quotient exponent 2)
                 (modulo (* result base) modulus)))
          (else
           (loop (modulo (* base base) modulus)
                 (quotient exponent 2)
                 result)))))

(define (integer-root k)
  (let loop ((guess k))
    (let ((next (quotient (+ guess (quotient k guess)) 2)))
      (if (< next guess)
          (loop next)
          guess))))

(define (sum-over f)
  (let loop ((k 1) (sum 0))
    (if (> k n)
        sum
        (loop (+ k 1) (+ sum (f k))))))

(write (list (sum-over (lambda (k) (greatest-divisor (* k 7) 360360)))
             (sum-over collatz-length)
             (sum-over (lambda (k) (power-modulo 3 k 1000003)))
             (sum-over integer-root)))
(newline)
