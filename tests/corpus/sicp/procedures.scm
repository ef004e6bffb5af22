;;; Chapter 1: procedures and the processes that they make.
(import (sicp))

(define (show . items)
  (for-each (lambda (item) (display item) (display " ")) items)
  (newline))

;; To three digits after the point.
(define (rough x) (/ (round (* 1000 x)) 1000.0))

;; 1.1: roots by Newton's method, the guess good when it hardly changes.
(define (average a b) (/ (+ a b) 2))
(define (sqrt-iter guess x)
  (let ((next (average guess (/ x guess))))
    (if (< (abs (- next guess)) (* 1e-9 guess))
        next
        (sqrt-iter next x))))
(define (square-root x) (sqrt-iter 1.0 x))
(show (rough (square-root 2)) (rough (square-root 1e-6)) (square-root 144))

;; 1.2: recursion and iteration.
(define (factorial n) (if (= n 0) 1 (* n (factorial (- n 1)))))
(define (factorial-loop n)
  (define (iter product counter)
    (if (> counter n) product (iter (* counter product) (+ counter 1))))
  (iter 1 1))
(show (factorial 20) (= (factorial 300) (factorial-loop 300)))

(define (ackermann m n)
  (cond ((= m 0) (+ n 1))
        ((= n 0) (ackermann (- m 1) 1))
        (else (ackermann (- m 1) (ackermann m (- n 1))))))
(show (ackermann 2 3) (ackermann 3 3))

(define (fib n)
  (define (iter a b count) (if (= count 0) b (iter (+ a b) a (- count 1))))
  (iter 1 0 n))
(show (fib 10) (fib 100))

(define (count-change amount coins)
  (cond ((= amount 0) 1)
        ((or (< amount 0) (null? coins)) 0)
        (else (+ (count-change amount (cdr coins))
                 (count-change (- amount (car coins)) coins)))))
(show (count-change 100 '(50 25 10 5 1)) (count-change 50 (list 20 10 5 2 1)))

(define (pascal row column)
  (if (or (= column 0) (= column row))
      1
      (+ (pascal (- row 1) (- column 1)) (pascal (- row 1) column))))
(show (pascal 4 2) (pascal 10 5))

(define (power base exponent)
  (define (iter result base exponent)
    (cond ((= exponent 0) result)
          ((even? exponent) (iter result (* base base) (/ exponent 2)))
          (else (iter (* result base) base (- exponent 1)))))
  (iter 1 base exponent))
(show (power 2 100) (power 3 7))

(define (divisor-of n)
  (define (find candidate)
    (cond ((> (square candidate) n) n)
          ((= 0 (remainder n candidate)) candidate)
          (else (find (1+ candidate)))))
  (find 2))
(define (prime? n) (and (> n 1) (= n (divisor-of n))))
(show (divisor-of 199) (divisor-of 1999) (divisor-of 19999) (prime? 1009) (prime? 1))

(define (expmod base exponent m)
  (cond ((= exponent 0) 1)
        ((even? exponent) (remainder (square (expmod base (/ exponent 2) m)) m))
        (else (remainder (* base (expmod base (-1+ exponent) m)) m))))
(define (fermat-test n)
  (let ((a (+ 1 (random (- n 1))))) (= a (expmod a n n))))
(define (fast-prime? n times)
  (cond ((= times 0) true)
        ((fermat-test n) (fast-prime? n (- times 1)))
        (else false)))
(show (fast-prime? 1000003 20) (fast-prime? 1000001 20))

(let* ((start (runtime)) (none (fib 50)) (end (runtime)))
  (show (<= start end)))

;; 1.3: procedures that are given and that are made.
(define (sum term a next b)
  (if (> a b) 0 (+ (term a) (sum term (next a) next b))))
(define (identity-of x) x)
(show (sum identity-of 1 inc 10) (sum (lambda (x) (* x x x)) 1 inc 10))
(define (integral f a b dx)
  (* dx (sum f (+ a (/ dx 2.0)) (lambda (x) (+ x dx)) b)))
(show (rough (integral (lambda (x) (* x x x)) 0 1 0.01)))
(show (rough (* 8 (sum (lambda (x) (/ 1.0 (* x (+ x 2)))) 1 (lambda (x) (+ x 4)) 2000))))

(define (simpson f a b n)
  (define h (/ (- b a) n))
  (define (term k)
    (* (cond ((or (= k 0) (= k n)) 1) ((odd? k) 4) (else 2))
       (f (+ a (* k h)))))
  (* (/ h 3) (sum term 0 inc n)))
(show (simpson (lambda (x) (* x x x)) 0 1 100))

(define (half-interval f low high)
  (let ((middle (average low high)))
    (if (< (abs (- high low)) 1e-6)
        middle
        (if (> (f middle) 0) (half-interval f low middle) (half-interval f middle high)))))
(show (rough (half-interval (lambda (x) (- (* x x x) (* 2 x) 3)) 1.0 2.0)))

(define (fixed-point f guess)
  (let ((next (f guess)))
    (if (< (abs (- next guess)) 1e-7) next (fixed-point f next))))
(show (rough (fixed-point cos 1.0))
      (rough (fixed-point (lambda (x) (+ 1 (/ 1 x))) 1.0)))

(define (average-damp f) (lambda (x) (average x (f x))))
(define (derivative f) (lambda (x) (/ (- (f (+ x 1e-5)) (f x)) 1e-5)))
(define (newton f guess)
  (fixed-point (lambda (x) (- x (/ (f x) ((derivative f) x)))) guess))
(define (root-through transform)
  (lambda (x) (fixed-point (transform (lambda (y) (/ x y))) 1.0)))
(show (rough ((root-through average-damp) 2)) (rough (newton (lambda (x) (- (* x x) 2)) 1.0)))

(define (compose f g) (lambda (x) (f (g x))))
(define (repeated f n) (if (= n 0) identity-of (compose f (repeated f (- n 1)))))
(show ((compose square inc) 6) ((repeated square 2) 5) (((repeated (lambda (f) (repeated f 2)) 3) inc) 0))

(define (continued-fraction n d k)
  (define (iter i result)
    (if (= i 0) result (iter (- i 1) (/ (n i) (+ (d i) result)))))
  (iter k 0))
(show (continued-fraction (lambda (i) 1) (lambda (i) 1) 12))
(show (rough (+ 2 (continued-fraction
                   (lambda (i) 1.0)
                   (lambda (i) (if (= 2 (remainder i 3)) (* 2 (/ (+ i 1) 3)) 1))
                   30))))
