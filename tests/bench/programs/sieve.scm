;;; The sieve of Eratosthenes in a vector: vector stores in nested loops.
;;; n: the largest candidate, sieved a hundred times.
;;; bench: fifteen smoke=100 scaling=12000 work=n*log(log(n)) exponent=1
(define n 1000000)

(define (count-primes limit)
  (let ((prime? (make-vector (+ limit 1) #t)))
    (define (cross-out! multiple step)
      (if (<= multiple limit)
          (begin
            (vector-set! prime? multiple #f)
            (cross-out! (+ multiple step) step))))
    (let loop ((candidate 2) (count 0))
      (cond ((> candidate limit) count)
            ((vector-ref prime? candidate)
             (cross-out! (* candidate candidate) candidate)
             (loop (+ candidate 1) (+ count 1)))
            (else (loop (+ candidate 1) count))))))

(define (repeat times sum)
  (if (= times 0)
      sum
      (repeat (- times 1) (+ sum (count-primes n)))))

(write (repeat 100 0))
(newline)
