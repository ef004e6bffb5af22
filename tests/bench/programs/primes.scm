;;; Primes by filtering a list: list walks, consing and remainders.
;;; n: the largest candidate.
;;; bench: fifteen smoke=100 scaling=10000 work=(n/log(n))**2 exponent=1
(define n 240000)

(define (interval low high)
  (let loop ((high high) (numbers '()))
    (if (< high low)
        numbers
        (loop (- high 1) (cons high numbers)))))

(define (without-multiples factor numbers)
  (let loop ((numbers numbers) (kept '()))
    (cond ((null? numbers) (reverse kept))
          ((= (remainder (car numbers) factor) 0) (loop (cdr numbers) kept))
          (else (loop (cdr numbers) (cons (car numbers) kept))))))

(define (sieve numbers)
  (let loop ((numbers numbers) (primes '()))
    (if (null? numbers)
        primes
        (loop (without-multiples (car numbers) (cdr numbers))
              (cons (car numbers) primes)))))

(define primes (sieve (interval 2 n)))

(write (list (length primes) (car primes)))
(newline)
