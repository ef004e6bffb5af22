; Flonums of every size: the very small, the very large, the zeros and what lies between.

(define (say x) (write x) (newline))

(define (powers base count)
  (let loop ((x base) (k 1) (done '()))
    (if (= k count) (reverse done) (loop (* x base) (+ k 1) (cons x done)))))

(say (powers 1e32 12))
(say (powers 1e-31 10))
(say (map / (powers -1e40 8)))

; Each goes there and back, and is the same as itself by every predicate, in a table too.
(define sizes
  (append (powers 2. 1030) (map / (powers 2. 1030)) (powers -2. 1030)
          (map (lambda (x) (* 1.75 x)) (powers .5 1080)) '(0. -0.)))

(define (every? f items) (or (null? items) (and (f (car items)) (every? f (cdr items)))))

(say (length sizes))
(say (every? (lambda (x) (and (real? x) (inexact? x) (eqv? x (- (- x))) (equal? x (* 1. x)))) sizes))
(say (every? (lambda (x) (eqv? x (string->number (number->string x)))) sizes))
(say (every? (lambda (x) (= (+ x x) (* 2 x))) sizes))
(say (every? (lambda (x) (eqv? (- x 0.) (- x 0))) sizes))
(say (every? (lambda (x) (memv x sizes)) sizes))
(say (every? (lambda (x) (eq? (< x 1.) (not (>= x 1.)))) sizes))
(say (every? (lambda (x) (eqv? x (vector-ref (vector x) 0))) sizes))

; The zeros.
(say (list 0. -0. (- 0.) (* -1. 0.) (+ 0. -0.) (- 0. 0.) (/ 1. -0.) (/ 1. 0.)))
(say (list (eqv? 0. -0.) (= 0. -0.) (equal? 0. -0.) (zero? -0.) (eqv? -0. (* -1. 0.)) (< -0. 0.)))
(say (list (- 5. 5.) (* 0. 5.) (* 1e-200 1e-200) (- (* 1e-200 1e-200))))

; Powers of two at the edges of what a word holds.
(define (two n) (if (< n 0) (/ (two (- n))) (* 1. (expt 2 n))))
(for-each
 (lambda (n)
   (let ((x (two n)))
     (say (list n x (- x) (= x (two n)) (eqv? (/ x 2.) (two (- n 1))) (* x (/ x)) (+ x (- x))))))
 '(-288 -287 -286 -256 -255 -32 -31 -30 -1 0 1 2 32 224 225 226 255 256 257))

; Not-a-number and the infinities.
(define infinity (/ 1. 0.))
(say (list infinity (- infinity) (- infinity infinity) (* 2. infinity) (max 1. infinity)))
(let ((nan (- infinity infinity)))
  (say (list (= nan nan) (eqv? nan nan) (< nan 1.) (> nan 1.) (nan? (+ nan 1.)))))
