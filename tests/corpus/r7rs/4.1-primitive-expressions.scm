;;; Variables, literals, calls, lambda, conditionals, assignments (R7RS 4.1).
(import (scheme base) (scheme write) (scheme eval))

(define count 0)
(define (compare form thunk expected)
  (let ((value (guard (e ((error-object? e) (list 'error (error-object-message e)))) (thunk))))
    (set! count (+ count 1))
    (if (not (equal? value expected))
        (begin (write form) (display " gives ") (write value) (newline)))))
(define-syntax check
  (syntax-rules (=>)
    ((_ form => expected) (compare 'form (lambda () form) expected))))
(define-syntax raises?
  (syntax-rules ()
    ((_ form) (guard (e (#t #t)) form #f))))

;; 4.1.1
(define answer 42)
(check answer => 42)
(check (raises? (eval 'nobody-has-bound-this (environment '(scheme base)))) => #t)

;; 4.1.2
(check (quote a) => 'a)
(check (quote #(a b c)) => (vector 'a 'b 'c))
(check (quote (+ 1 2)) => (list '+ 1 2))
(check 'a => (string->symbol "a"))
(check '() => (list))
(check '(quote a) => (list 'quote 'a))
(check ''a => '(quote a))
(check '145932 => 145932)
(check 145932 => '145932)
(check '"abc" => "abc")
(check '#\a => #\a)
(check '#t => #t)
(check #(a 10) => '#(a 10))
(check '#u8(64 65) => #u8(64 65))
(check #u8(64 65) => (bytevector 64 65))
(check (quote ()) => '())

;; 4.1.3
(check (+ 3 4) => 7)
(check ((if #f + *) 3 4) => 12)
(check ((lambda () 'called)) => 'called)
(check (let ((f (if #t - +))) (f 7 2)) => 5)
(check (raises? (eval '(5 6) (environment '(scheme base)))) => #t)
(check (raises? (eval '((lambda (x) x)) (environment '(scheme base)))) => #t)
(check (raises? (eval '((lambda (x) x) 1 2) (environment '(scheme base)))) => #t)

;; 4.1.4
(check (procedure? (lambda (x) (+ x x))) => #t)
(check ((lambda (x) (+ x x)) 4) => 8)
(define subtract-from (lambda (x y) (- y x)))
(check (subtract-from 7 10) => 3)
(define add (let ((x 4)) (lambda (y) (+ x y))))
(check (add 6) => 10)
(check ((lambda x x) 3 4 5 6) => '(3 4 5 6))
(check ((lambda x x)) => '())
(check ((lambda (x y . z) z) 3 4 5 6) => '(5 6))
(check ((lambda (x y . z) z) 3 4) => '())
(check ((lambda (x . y) (list x y)) 1) => '(1 ()))
(check (let ((xs (list 1 2))) (eq? xs (apply (lambda x x) xs))) => #f)
(check ((lambda (x) (define y (* x 2)) (define (f) (+ x y)) (f)) 5) => 15)
(check ((lambda (x) (set! x 2) x) 1) => 2)
(check (map (lambda (f) (f 10)) (map (lambda (n) (lambda (x) (+ n x))) '(1 2 3))) => '(11 12 13))
(check (eq? ((lambda (x) x) car) car) => #t)
(check (let ((p (lambda (x) x))) (eqv? p p)) => #t)

;; 4.1.5
(check (if (> 3 2) 'yes 'no) => 'yes)
(check (if (> 2 3) 'yes 'no) => 'no)
(check (if (> 3 2) (- 3 2) (+ 3 2)) => 1)
(check (if '() 'yes 'no) => 'yes)
(check (let ((hits 0)) (if #f (set! hits 1)) hits) => 0)
(check (let ((hits 0)) (if #t (set! hits 1) (set! hits 2)) hits) => 1)

;; 4.1.6
(define place 2)
(check (+ place 1) => 3)
(set! place 4)
(check (+ place 1) => 5)
(check (let ((x 1)) (let ((set (lambda (v) (set! x v)))) (set 'a) x)) => 'a)
(check (raises? (eval '(set! never-bound 1) (environment '(scheme base)))) => #t)

(write count) (display " checks") (newline)
