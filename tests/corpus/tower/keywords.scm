;;; A symbol that begins with a colon and is bound nowhere evaluates to itself; `:` alone is one.

(define-syntax show
  (syntax-rules () ((_ e ...) (begin (begin (write e) (newline)) ...))))

(define-syntax message
  (syntax-rules ()
    ((_ e) (guard (c (#t (condition/report-string c))) e))))

(define-syntax inserted (syntax-rules () ((_) :inserted)))

(define (f) :x)
(define (g . options) (cadr (memq :to options)))

(show :from (list : ':b :λ) (symbol? :from) (eq? :from ':from))
(show (f) (g :from 1 :to 2) `(:a ,:b) (inserted))
(show (let loop ((i 0) (l '())) (if (= i 3) l (loop (+ i 1) (cons :k l)))))

;; Bound, it is a variable like any other; taken back, it is itself again, in code that has run too.
(define before (em 'store))
(define :x 5)
(show :x (f))
(set! :x 6)
(show :x (f) (let ((:x 7)) :x) ((lambda (:x) (set! :x 8) :x) 0))
(em `(set! store ',before))
(show :x (f))
(show (let () (define :x 9) :x) (let () (define (h) :x) (define :x 10) (h)))

;; An assignment binds nothing, and a keyword is no procedure.
(show (message (set! :nowhere 1)) (message (:nowhere 1 2)) :nowhere)

;; Environments: not counted, looked up all the same.
(define here (interaction-environment))
(show (environment-bound? here ':x) (environment-lookup here ':x)
      (and (memq ':x (environment-bound-names here)) #t)
      (message (environment-assign! here ':x 1)))
(environment-define here ':x 11)
(show (environment-bound? here ':x) (environment-lookup here ':x) (f))
(show (eval ':z here) (eval ':z (environment '(scheme base)))
      (eval '(letrec ((p (lambda () :z)) (:z 12)) (p)) here))

;; A keyword that is syntax is no variable.
(define-syntax :m (syntax-rules () ((_ a) 'a)))
(show (:m b) (message :m))
