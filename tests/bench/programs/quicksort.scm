;;; Quicksort of a vector of pseudo-random integers, in place.
;;; n: the length of the vector.
;;; bench: fifteen smoke=100 scaling=88000 work=n*log(n) exponent=1
(define n 7000000)

(define (next-random seed)
  (remainder (* seed 16807) 2147483647))

(define (random-vector size)
  (let ((v (make-vector size 0)))
    (let loop ((i 0) (seed 42))
      (if (= i size)
          v
          (begin
            (vector-set! v i seed)
            (loop (+ i 1) (next-random seed)))))))

(define (swap! v i j)
  (let ((old (vector-ref v i)))
    (vector-set! v i (vector-ref v j))
    (vector-set! v j old)))

(define (quicksort! v low high)
  (define (scan-up i pivot)
    (if (< (vector-ref v i) pivot)
        (scan-up (+ i 1) pivot)
        i))
  (define (scan-down j pivot)
    (if (< pivot (vector-ref v j))
        (scan-down (- j 1) pivot)
        j))
  (define (partition i j pivot)
    (let ((i (scan-up i pivot))
          (j (scan-down j pivot)))
      (if (< i j)
          (begin
            (swap! v i j)
            (partition (+ i 1) (- j 1) pivot))
          j)))
  (if (< low high)
      (let* ((pivot (vector-ref v (quotient (+ low high) 2)))
             (middle (partition low high pivot)))
        (quicksort! v low middle)
        (quicksort! v (+ middle 1) high))))

(define (checksum v size)
  (let loop ((i 1) (sum 0))
    (cond ((= i size) sum)
          ((> (vector-ref v (- i 1)) (vector-ref v i)) 'not-sorted)
          (else
           (loop (+ i 1)
                 (remainder (+ (* sum 31) (vector-ref v i)) 1000003))))))

(define numbers (random-vector n))
(quicksort! numbers 0 (- n 1))

(write (checksum numbers n))
(newline)
