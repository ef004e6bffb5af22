;;; (the-environment): the environment where the form stands, which the running code shares.

(define-syntax show
  (syntax-rules () ((_ e ...) (begin (begin (write e) (newline)) ...))))

(define-syntax message
  (syntax-rules ()
    ((_ e) (guard (c (#t (condition/report-string c))) e))))

;; At top level it is the global one.
(eval '(define global 7) (the-environment))
(show global (equal? (the-environment) (interaction-environment)))

;; In a procedure it has the variables of all scopes around, used or not.
(define (f x y) (let ((z 3)) (the-environment)))
(define e (f 1 2))
(show (eval '(list x y z global) e) (environment? e))
(show (let ((names (environment-bound-names e))) (list (car names) (cadr names) (caddr names))))

;; Assignments are seen by the code that runs, and made by it.
(define (counter)
  (define n 0)
  (define (step!) (set! n (+ n 1)) n)
  (list step! (the-environment)))
(define c (counter))
((car c))
(show (eval 'n (cadr c)))
(eval '(set! n 100) (cadr c))
(show ((car c)) (eval '(step!) (cadr c)) (eval 'n (cadr c)))
(show ((lambda (x) (eval '(set! x (* 2 x)) (the-environment)) x) 21))

;; Each activation has its own, each round of a loop too.
(show (let loop ((i 0) (es '()))
        (if (= i 3) (map (lambda (e) (eval 'i e)) es) (loop (+ i 1) (cons (the-environment) es)))))
(define (down n) (if (= n 0) (list (the-environment)) (cons (the-environment) (down (- n 1)))))
(show (map (lambda (e) (eval 'n e)) (down 3)))
(show (do ((i 0 (+ i 1)) (s 0 (+ s (eval 'i (the-environment))))) ((= i 1000) s)))
(show (map (lambda (x) (eval '(* x x) (the-environment))) '(1 2 3)))

;; Through eval, a macro, dynamic-wind, a promise.
(show (let ((a 1)) (eval '(let ((b 2)) (eval '(+ a b) (the-environment))) (the-environment))))
(define-syntax here (syntax-rules () ((_) (the-environment))))
(show (let ((a 5)) (eval 'a (here))))
(show (eval 'v (let ((v 1))
                 (dynamic-wind (lambda () #f) (lambda () (the-environment)) (lambda () (set! v 2))))))
(show (eval '(+ p 1) (force (let ((p 8)) (delay (the-environment))))))

;; What is defined in it: a name of the innermost scope is assigned, no other is taken.
(show (let ((w 1)) (define z 2) (eval '(define z 3) (the-environment)) z))
(show (message (eval '(define fresh 1) e)))
(show (let ((w 1)) (eval '(begin (set! w 2) (let () (define w 9) w)) (the-environment))))
(show (message (eval 'nowhere (let ((w 1)) (the-environment)))))

;; Its shape; and it is a form like any other, whose name may be bound.
(show (message (eval '(the-environment 1) e)) (message (eval 'the-environment e)))
(show (let ((the-environment list)) (the-environment)))
