;;; A meta-circular evaluator that runs a small program: dispatch, association lists, apply.
;;; n: repetitions of the interpreted program.
;;; bench: fifteen smoke=1 scaling=2 exponent=1
(define n 380)

(define (evaluate exp env)
  (cond ((symbol? exp) (cdr (lookup exp env)))
        ((not (pair? exp)) exp)
        (else
         (case (car exp)
           ((quote) (cadr exp))
           ((if) (if (evaluate (cadr exp) env)
                     (evaluate (caddr exp) env)
                     (evaluate (cadddr exp) env)))
           ((cond) (evaluate-clauses (cdr exp) env))
           ((lambda) (list 'closure (cadr exp) (cddr exp) env))
           ((let) (evaluate-let (cadr exp) (cddr exp) env))
           ((set!) (set-cdr! (lookup (cadr exp) env)
                             (evaluate (caddr exp) env)))
           ((define) (define-in! env (cadr exp) (evaluate (caddr exp) env)))
           ((begin) (evaluate-body (cdr exp) env))
           (else (invoke (evaluate (car exp) env)
                         (evaluate-list (cdr exp) env)))))))

(define (evaluate-list exps env)
  (if (null? exps)
      '()
      (let ((value (evaluate (car exps) env)))
        (cons value (evaluate-list (cdr exps) env)))))

(define (evaluate-body exps env)
  (if (null? (cdr exps))
      (evaluate (car exps) env)
      (begin
        (evaluate (car exps) env)
        (evaluate-body (cdr exps) env))))

(define (evaluate-clauses clauses env)
  (let ((clause (car clauses)))
    (if (or (eq? (car clause) 'else)
            (evaluate (car clause) env))
        (evaluate-body (cdr clause) env)
        (evaluate-clauses (cdr clauses) env))))

(define (evaluate-let bindings body env)
  (evaluate-body body
                 (extend (map car bindings)
                         (evaluate-list (map cadr bindings) env)
                         env)))

(define (invoke operator operands)
  (cond ((procedure? operator) (apply operator operands))
        ((eq? (car operator) 'closure)
         (evaluate-body (caddr operator)
                        (extend (cadr operator) operands (cadddr operator))))
        (else (raise 'not-a-procedure))))

;; An environment is a list of frames; a frame is a list whose cdr is an association list.
(define (extend names values env)
  (cons (cons 'frame (map cons names values)) env))

(define (lookup name env)
  (if (null? env)
      (raise (list 'unbound-variable name))
      (or (assq name (cdar env))
          (lookup name (cdr env)))))

(define (define-in! env name value)
  (let ((binding (assq name (cdar env))))
    (if binding
        (set-cdr! binding value)
        (set-cdr! (car env)
                  (cons (cons name value) (cdar env))))))

(define (global-environment)
  (extend '(+ - * < = cons car cdr null? eq? not)
          (list + - * < = cons car cdr null? eq? not)
          '()))

(define program
  '(begin
     (define fib
       (lambda (k)
         (cond ((< k 2) k)
               (else (+ (fib (- k 1)) (fib (- k 2)))))))
     (define reverse-onto
       (lambda (items result)
         (if (null? items)
             result
             (reverse-onto (cdr items) (cons (car items) result)))))
     (define count-to
       (lambda (limit)
         (let ((count 0) (items '()))
           (define step
             (lambda ()
               (if (= count limit)
                   items
                   (begin
                     (set! count (+ count 1))
                     (set! items (cons count items))
                     (step)))))
           (step))))
     (define sum
       (lambda (items)
         (if (null? items)
             0
             (+ (car items) (sum (cdr items))))))
     (+ (fib 20) (sum (reverse-onto (count-to 1000) '())))))

(define (repeat times sum)
  (if (= times 0)
      sum
      (repeat (- times 1)
              (+ sum (evaluate program (global-environment))))))

(write (repeat n 0))
(newline)
