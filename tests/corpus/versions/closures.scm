; Procedures that were made before a redefinition, in all the places where procedures live.

(define (show . things) (for-each display things) (newline))

(define (make-counter n)
  (define (self m) (if (= m 0) (list 'end (cadr '(1 2))) (self (- m 1))))
  (define (other m) (list n (self m) (cadr '(3 4))))
  (lambda (step)
    (set! n (+ n step))
    (other step)))
(define c (make-counter 10))
(show (c 1))
(set! cadr caddr)
(define (set-cadr! f) (set! cadr f))
(set-cadr! (lambda (l) (list 'cadr l)))
(show (c 2))
(show ((make-counter 0) 1))

; A local procedure that only refers to itself, kept from before.
(define (make-length)
  (define (len l) (if (null? l) 0 (+ 1 (len (cdr l)))))
  len)
(define len (make-length))
(show (len '(a b c)))
(set! cdr cddr)
(show (len '(a b c d)))
(show ((make-length) '(a b c d)))

; Procedures in procedures in procedures; the innermost is retired alone.
(define (make a)
  (lambda (b)
    (let ((d (* a b)))
      (lambda (e) (list a b d e (exact->inexact (+ a b d e)))))))
(define inner ((make 2) 3))
(show (inner 4))
(set! exact->inexact (lambda (x) (list 'inexact x)))
(show (inner 4))
(show (((make 2) 3) 4))

; Assigned variables are shared between what was made before and after.
(define (account balance)
  (define (deposit! x) (set! balance (apply-rate (+ balance x))))
  (define (withdraw! x) (set! balance (- balance x)))
  (lambda (what . args)
    (case what
      ((deposit) (apply deposit! args))
      ((withdraw) (apply withdraw! args)))
    balance))
(define (apply-rate x) (truncate x))
(define a (account 100))
(show (a 'deposit 20) " " (a 'withdraw 5))
(set! truncate (lambda (x) (* x 2)))
(show (a 'deposit 20) " " (a 'withdraw 5))

; Mutually recursive local procedures, half-way.
(define (parity n)
  (define (even n) (if (= n 0) (boolean=? #t #t) (odd (- n 1))))
  (define (odd n)
    (if (= n 3) (set! boolean=? (lambda (a b) 'redefined)))
    (if (= n 0) #f (even (- n 1))))
  (even n))
(show (parity 2) " " (parity 6) " " (parity 2))
