;;; The fast Fourier transform, in place: flonums in vectors.
;;; n: points, a power of two; transformed forth and back.
;;; bench: fifteen smoke=64 scaling=32768 work=n*log(n) exponent=1
(define n 524288)

(define pi 3.141592653589793)

(define (swap! v i j)
  (let ((old (vector-ref v i)))
    (vector-set! v i (vector-ref v j))
    (vector-set! v j old)))

(define (reorder-by-reversed-bits! real imaginary size)
  (define (carry j bit)
    (if (and (>= bit 1) (>= j bit))
        (carry (- j bit) (quotient bit 2))
        (+ j bit)))
  (let loop ((i 0) (j 0))
    (if (< i (- size 1))
        (begin
          (if (< i j)
              (begin
                (swap! real i j)
                (swap! imaginary i j)))
          (loop (+ i 1) (carry j (quotient size 2)))))))

(define (butterfly! real imaginary i j w-real w-imaginary)
  (let* ((x (vector-ref real j))
         (y (vector-ref imaginary j))
         (turned-real (- (* x w-real) (* y w-imaginary)))
         (turned-imaginary (+ (* x w-imaginary) (* y w-real))))
    (vector-set! real j (- (vector-ref real i) turned-real))
    (vector-set! imaginary j (- (vector-ref imaginary i) turned-imaginary))
    (vector-set! real i (+ (vector-ref real i) turned-real))
    (vector-set! imaginary i (+ (vector-ref imaginary i) turned-imaginary))))

(define (stage! real imaginary size half direction)
  (let* ((angle (/ (* direction pi) (inexact half)))
         (step-real (cos angle))
         (step-imaginary (sin angle))
         (span (* half 2)))
    (let turn ((first 0) (w-real 1.0) (w-imaginary 0.0))
      (if (< first half)
          (begin
            (let combine ((i first))
              (if (< i size)
                  (begin
                    (butterfly! real imaginary i (+ i half) w-real w-imaginary)
                    (combine (+ i span)))))
            (turn (+ first 1)
                  (- (* w-real step-real) (* w-imaginary step-imaginary))
                  (+ (* w-real step-imaginary) (* w-imaginary step-real))))))))

(define (fft! real imaginary size direction)
  (reorder-by-reversed-bits! real imaginary size)
  (let loop ((half 1))
    (if (< half size)
        (begin
          (stage! real imaginary size half direction)
          (loop (* half 2))))))

(define (ramp size)
  (let ((v (make-vector size 0.0)))
    (do ((i 0 (+ i 1)))
        ((= i size) v)
      (vector-set! v i (inexact (remainder (* i 7) 1024))))))

(define (sum-scaled v size)
  (let loop ((i 0) (sum 0.0))
    (if (= i size)
        sum
        (loop (+ i 1)
              (+ sum (* (inexact (remainder i 5)) (vector-ref v i)))))))

(define real (ramp n))
(define imaginary (make-vector n 0.0))

(fft! real imaginary n 1.0)
(define middle (vector-ref real (quotient n 4)))
(fft! real imaginary n -1.0)

(write (list (exact (round middle))
             (exact (round (/ (sum-scaled real n) (inexact n))))))
(newline)
