;;; The operations of evaluators see the variables that compiled code sees: parameters, what a body defines, frames, and the names of
;;; procedures that call themselves.
(import (tower evaluator))

(define-syntax show
  (syntax-rules ()
    ((_ e) (begin (write (guard (c ((error-object? c) (list 'error (condition/report-string c)))) e)) (newline)))))
(define (reason failure) (condition/report-string (failure-condition failure)))
(define global (interaction-environment))

;; A procedure's name is one variable: its frame's, its calls', and its own.
(define (try maker)
  (let* ((made (maker 'done)) (self (car made)) (frame (cadr made))
         (call (procedure-environment self '(5))))
    (show (list (eq? self (look-up 'self call)) (eq? self (environment-lookup frame 'self))))
    (environment-assign! frame 'self (lambda (n) (list 'from-frame n)))
    (show (list ((look-up 'self call) 1) (self 2)))
    (assign! 'self call (lambda (n) (list 'from-call n)))
    (show (list ((environment-lookup frame 'self) 1) (self 2)))
    (show ((make-procedure '(lambda () (list n (self 1))) call)))))
(try (lambda (k) (define (self n) (if (= n 0) k (self (- n 1)))) (list self (the-environment))))
(try (lambda (k) (define (self n) (if (= n 0) 'k (self (- n 1)))) (list self (the-environment))))
(try (lambda (k)
       (define other k)
       (define (self n) (if (= n 0) other (self (- n 1))))
       (define (user) (list other))
       (list self (the-environment) user)))
(try (lambda (k)
       (let ((m k))
         (define (self n) (if (= n 0) m (self (- n 1))))
         (procedure-environment self '(1))
         (let ((here (the-environment))) (set! m 3) (list self here)))))

;; Two closures of one code.
(define (outer k) (define (self n) (if (= n 0) k (self (- n 1)))) self)
(define one (outer 1))
(define two (outer 2))
(assign! 'self (procedure-environment one '(1)) (lambda (n) 'other))
(show (list (one 1) (two 1)))

;; What a body defines is unassigned until its definition.
(define (f a . rest) (define b a) (define-syntax q quote) (define (g) b) (q b))
(define call (procedure-environment f '(1 2 3)))
(show (map (lambda (name) (look-up name call)) '(a rest)))
(show (reason (look-up 'b call)))
(show (map (lambda (form) (form-kind form call)) '((q a) (define b a) (g) (define-syntax q quote) (if a))))
(define! 'b call 'bound)
(show (list (look-up 'b call) (eval 'b call) ((make-procedure '(lambda () (set! a b) a) call)) (look-up 'a call)))
(show (reason (define! 'a call 5)))
(show (reason (look-up 'q call)))

;; A frame.
(define (frame x)
  (let ((y 2))
    (let ((here (the-environment)))
      (assign! 'x here (list (look-up 'x here) y))
      (show (list x ((make-procedure '(lambda (z) (set! y z) (list x y z)) here) 3) y)))))
(frame 1)

;; What is wrong with forms.
(for-each (lambda (form) (show (reason (malformation form global))))
          '(() (car . x) (if) (quote) (set! 5 5) (lambda (x x) 1) (define) (let-syntax 5 5) (EM) (delta (a a b) 1)))
(show (reason (expand '(let x) global)))
(show (reason (procedure-environment f '())))
(show (reason (define-macro! '(define-syntax bad 5) global)))
(show (reason (macro-environment '(let-syntax ((bad 5)) 1) global)))
(show (procedure-environment f '(1 . 2)))
(show (procedure-environment car '(1)))
(show (expand '(f x) global))
(show (make-procedure '(lambda (x)) global))
(show (define-macro! '(define x 5) global))
(show (form-kind 'x 'here))
