;; What the evaluator's text finds in the place of the tower, at one level: the machine itself performs what
;; is not interpreted, and calls procedures of the program as it calls all others.
(define universal (interaction-environment))
(define environment-bound? (eval 'environment-bound? universal))
(define em (eval 'em universal))
(define strip-syntax (eval 'strip-syntax universal))
(define %the-environment
  (look-up (car (expand '(the-environment) universal)) universal))

(define (fail failure exp env cont)
  (cont (raise-continuable (failure-condition failure))))
(define (apply-below operator operands env cont)
  (if (eq? operator %the-environment)
      (cont env)
      (cont (apply operator operands))))
;; Procedures of libraries have an environment without a level.
(define (interpreted? operator)
  (let ((env (closed-environment operator)))
    (and env (environment-bound? env 'level))))
(define (load-library exp env cont)
  (cont (eval exp env)))
(define (make-delta exp env)
  (error "no reifiers here"))
(define (delta-procedure object)
  object)

;; The forms as code: a level reads them from their text.
(define (forms-of name)
  (let ((text (call-with-input-file name (lambda (port) (read-string 10000000 port)))))
    (em (list 'read-forms text))))

;; A continuation that is entered again goes on with the forms that are left.
(define forms-left '())
(define (evaluate-forms)
  (if (pair? forms-left)
      (let ((form (car forms-left)))
        (set! forms-left (cdr forms-left))
        (base-eval form universal (lambda (value) value))
        (evaluate-forms))))
(define (evaluate-file name)
  (set! forms-left (forms-of name))
  (evaluate-forms))
