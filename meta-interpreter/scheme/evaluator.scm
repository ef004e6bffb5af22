;;; The evaluator: what every level is interpreted by.
;;;
;;; Level l + 1 runs this text to interpret level l. Each function gets a form, the environment in which
;;; the form stands, and the continuation of its value, a procedure of one argument. It looks up the others
;;; by name, so that whoever puts another in the place of one changes the language of level l.
;;;
;;; What is done here is the order of things. What a form is and what a variable holds is asked of the
;;; operations of (tower evaluator). Those that can fail give a failure, which is level l's error: see
;;; `conclude`.

;; The commonest kinds come first.
(define (base-eval exp env cont)
  (case (form-kind exp env)
    ((variable) (eval-var exp env cont))
    ((constant) (cont exp))
    ((application) (eval-application exp env cont))
    ((if) (eval-if exp env cont))
    ((macro) (eval-macro-use exp env cont))
    ((quote) (eval-quote exp env cont))
    ((lambda) (eval-lambda exp env cont))
    ((begin) (eval-begin (cdr exp) env cont))
    ((set!) (eval-set! exp env cont))
    ((define) (eval-define exp env cont))
    ((delta) (eval-delta exp env cont))
    ((define-syntax) (eval-define-syntax exp env cont))
    ((let-syntax) (eval-let-syntax exp env cont))
    ((import) (eval-import exp env cont))
    ((define-library) (load-library exp env cont))
    ((EM) (cont (eval (strip-syntax (cadr exp)) (interaction-environment))))
    (else (fail (malformation exp env) exp env cont))))

(define (eval-var exp env cont)
  (conclude (look-up exp env) exp env cont))

(define (eval-quote exp env cont)
  (cont (strip-syntax (cadr exp))))

(define (eval-if exp env cont)
  (base-eval (cadr exp) env
    (lambda (test)
      (cond (test (base-eval (caddr exp) env cont))
            ((pair? (cdddr exp)) (base-eval (cadddr exp) env cont))
            (else (cont (if #f #f)))))))

(define (eval-set! exp env cont)
  (base-eval (caddr exp) env
    (lambda (value)
      (conclude (assign! (cadr exp) env value) exp env cont))))

(define (eval-define exp env cont)
  (base-eval (definition-value exp env) env
    (lambda (value)
      (conclude (define! (definition-name exp) env value) exp env cont))))

(define (eval-lambda exp env cont)
  (cont (make-procedure exp env)))

(define (eval-delta exp env cont)
  (cont (make-delta exp env)))

;; The body of a `begin` or of a procedure, as a list.
(define (eval-begin body env cont)
  (cond ((null? body) (cont (if #f #f)))
        ((null? (cdr body)) (base-eval (car body) env cont))
        (else (base-eval (car body) env
                (lambda (ignored) (eval-begin (cdr body) env cont))))))

;; The values of operands, from left to right, as a list.
(define (eval-list exps env cont)
  (if (null? exps)
      (cont '())
      (base-eval (car exps) env
        (lambda (first)
          (eval-list (cdr exps) env
            (lambda (rest) (cont (cons first rest))))))))

(define (eval-define-syntax exp env cont)
  (conclude (define-macro! exp env) exp env cont))

;; `let-syntax` and `letrec-syntax`.
(define (eval-let-syntax exp env cont)
  (let ((inner (macro-environment exp env)))
    (if (failure? inner)
        (fail inner exp env cont)
        (eval-begin (cddr exp) inner cont))))

(define (eval-import exp env cont)
  (load-library exp env cont))

;; One step.
(define (eval-macro-use exp env cont)
  (let ((expansion (expand exp env)))
    (if (failure? expansion)
        (fail expansion exp env cont)
        (base-eval expansion env cont))))

;; A delta gets its operands as they are written.
(define (eval-application exp env cont)
  (base-eval (car exp) env
    (lambda (operator)
      (if (delta? operator)
          (base-apply operator (cdr exp) (within exp env) cont)
          (eval-list (cdr exp) env
            (lambda (operands)
              (base-apply operator operands (within exp env) cont)))))))

(define (base-apply operator operands env cont)
  (cond ((interpreted? operator)
         (let ((inner (procedure-environment operator operands)))
           (if (failure? inner)
               (fail inner (cons operator operands) (closed-environment operator) cont)
               (eval-begin (procedure-body operator) inner cont))))
        ((delta? operator) ((delta-procedure operator) operands env cont))
        ((foreign-procedure? operator) (foreign-apply operator operands env cont))
        (else (apply-below operator operands env cont))))

(define (foreign-apply procedure operands env cont)
  (apply-below procedure operands env cont))

;; An answer of an operation: the value, or the error of the level that is interpreted.
(define (conclude answer exp env cont)
  (if (failure? answer)
      (fail answer exp env cont)
      (cont answer)))
