;;; A language of special forms out of two things: reifiers, and `base-eval`, which Brown calls `meaning`.

(define (show object) (write object) (newline))

;; quote
(define literally (delta (exp env cont) (cont (car exp))))
(show (literally (a b)))

;; if
(define choose
  (delta (exp env cont)
    (base-eval (car exp) env
               (lambda (test)
                 (base-eval (if test (cadr exp) (caddr exp)) env cont)))))
(show (choose #f (car 5) 'second))

;; set!, the place being whatever the environment says.
(define assign
  (delta (exp env cont)
    (base-eval (cadr exp) env
               (lambda (value) (environment-assign! env (car exp) value) (cont value)))))
(show (let ((x 1)) (assign x (+ x 1)) (list x)))

;; let, with one variable
(define with
  (delta (exp env cont)
    (base-eval (cadr exp) env
               (lambda (value)
                 (base-eval (list 'lambda (list (car exp)) (caddr exp)) env
                            (lambda (body) (base-apply body (list value) env cont)))))))
(show (with x (+ 1 1) (* x x)))

;; and, by recursion on the form
(define both
  (delta (exp env cont)
    (if (null? exp)
        (cont #t)
        (base-eval (car exp) env
                   (lambda (value)
                     (cond ((not value) (cont #f))
                           ((null? (cdr exp)) (cont value))
                           (else (base-eval (cons 'both (cdr exp)) env cont))))))))
(show (list (both) (both 1 2 3) (both 1 #f (car 5))))

;; A procedure may be a reifier inside: it is given values, and its caller's continuation.
(define (call/cc-1 receiver)
  ((delta (exp env cont)
     (base-apply (environment-lookup env 'receiver) (list cont) env cont))))
(show (+ 1 (call/cc-1 (lambda (k) (* 10 (k 5))))))
(show (+ 1 (call/cc-1 (lambda (k) 5))))

