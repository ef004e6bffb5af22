;;; Closures: Church numerals, composition and currying.
;;; n: the number of repetitions.
;;; bench: smoke=1 scaling=120 exponent=1
(define n 36000)

(define (after f g)
  (lambda (x) (f (g x))))

(define zero (lambda (f) (lambda (x) x)))
(define (successor numeral)
  (lambda (f) (after f (numeral f))))
(define (sum first second)
  (lambda (f) (after (first f) (second f))))
(define (product first second)
  (after first second))
(define (power base exponent)
  (exponent base))

(define (numeral k)
  (if (= k 0)
      zero
      (successor (numeral (- k 1)))))

(define (value numeral)
  ((numeral (lambda (k) (+ k 1))) 0))

(define three (numeral 3))
(define four (numeral 4))

(define (curried-sum a)
  (lambda (b) (lambda (c) (lambda (d) (+ a b c d)))))

(define (sum-curried k)
  (let loop ((k k) (total 0))
    (if (= k 0)
        total
        (loop (- k 1)
              ((((curried-sum total) k) 1) -1)))))

(define (repeat times total)
  (if (= times 0)
      total
      (repeat (- times 1)
              (+ total
                 (value (sum (power three (product four (numeral 2)))
                             (product (power four three) (numeral (remainder times 16)))))
                 (sum-curried 5000)))))

(write (repeat n 0))
(newline)
