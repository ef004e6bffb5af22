; The last index is one less than the length.
(define v (vector 10 20 30))
(define (sum-from i)
  (if (> i (vector-length v))
      0
      (+ (vector-ref v i) (sum-from (+ i 1)))))
(display (sum-from 0))
