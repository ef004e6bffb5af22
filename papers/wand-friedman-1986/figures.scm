;;; What reification and reflection are said to be, counted.

(define (row claim paper here)
  (display claim)
  (display (make-string (- 60 (string-length claim)) #\space))
  (display paper)
  (display (make-string (- 8 (string-length (number->string paper))) #\space))
  (display here)
  (newline))

(define (value form) (eval form (interaction-environment)))

;; Going up, and going on with what was brought: the identity.
(define via (delta (exp env cont) (base-eval (car exp) env cont)))
(define (through n form) (if (= n 0) form (list 'via (through (- n 1) form))))

(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(define forms
  '(5
    fib
    (quote (a b))
    (fib 10)
    (let ((x 1)) (set! x (+ x 1)) (list x x))
    (map (lambda (x) (* x x)) '(1 2 3))
    (call/cc (lambda (k) (+ 1 (k 5))))
    (guard (problem (#t (list 'caught problem))) (raise 'it))
    (let loop ((n 0)) (if (= n 1000) n (loop (+ n 1))))
    ((via (lambda (x) (via (+ x 1)))) 4)))

(define (agreeing height)
  (length (filter (lambda (form) (equal? (value form) (value (through height form)))) forms)))

;; Reifiers in reifiers, each asking for its level.
(define (reifiers n form)
  (if (= n 0) form (reifiers (- n 1) `((delta (exp env cont) (cont ,form))))))

;; What a continuation that is called three times, one call in the other, gives.
(define thrice (delta (exp env cont) (cont (cont (cont 1)))))
(define both (delta (exp env cont) (list (cont 1) (cont 2))))
(define (run-above form)
  (value (list 'em (list 'quote (list 'base-eval (list 'quote form) 'global-env '(lambda (v) v))))))

(display "claim                                                       brown   here")
(newline)
(row "registers that a reifier is given" 3
     (length ((delta (exp env cont) (cont (list exp env cont))))))
(row "levels that three reifiers go up, one in the other" 3 (value (reifiers 3 'level)))
(row "of ten forms: the same through a reifier" 10 (agreeing 1))
(row "of ten forms: the same through three" 10 (agreeing 3))
(row "values that a continuation called twice gives" 2
     (length (run-above '(* 10 (both)))))
(row "(+ 3 (thrice)), k in k in k: each adds 3 to 1" 10 (run-above '(+ 3 (thrice))))
(row "the same with call/cc, whose k does not come back" 4
     (value '(+ 3 (call/cc (lambda (k) (k (k (k 1))))))))
