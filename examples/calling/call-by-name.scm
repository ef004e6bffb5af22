;;; Call by name: an operand is evaluated where its parameter is used, as often as it is used.
;;;
;;; Three steps of the evaluator change. `eval-list` does not evaluate operands but wraps them up,
;;; each with the environment where it stands. `eval-var` evaluates what it finds wrapped up. And
;;; `base-apply` unwraps the operands of builtins, which want values.

(EM (begin
      (define-record-type operand (wrap exp env) wrapped? (exp operand-exp) (env operand-env))

      (define (value-of object cont)
        (if (wrapped? object)
            (base-eval (operand-exp object) (operand-env object) cont)
            (cont object)))

      (define (values-of objects cont)
        (if (null? objects)
            (cont '())
            (value-of (car objects)
              (lambda (first)
                (values-of (cdr objects)
                  (lambda (rest) (cont (cons first rest))))))))

      ;; The procedures that take their operands by name: those made from here on.
      (define by-name (make-eq-hash-table))

      (define (eval-lambda/name exp env cont)
        (original-lambda exp env
          (lambda (procedure)
            (hash-table-set! by-name procedure #t)
            (cont procedure))))

      (define (eval-list/name exps env cont)
        (cont (map (lambda (exp) (wrap exp env)) exps)))

      (define (eval-var/name exp env cont)
        (original-var exp env (lambda (object) (value-of object cont))))

      (define (base-apply/name operator operands env cont)
        (if (hash-table-contains? by-name operator)
            (original-apply operator operands env cont)
            (values-of operands
              (lambda (operands) (original-apply operator operands env cont)))))

      (define original-lambda eval-lambda)
      (define original-list eval-list)
      (define original-var eval-var)
      (define original-apply base-apply)
      (set! eval-lambda eval-lambda/name)
      (set! eval-list eval-list/name)
      (set! eval-var eval-var/name)
      (set! base-apply base-apply/name)))

;; An operand that is not used is not evaluated.
(define (first-of a b) a)
(display (first-of 'fine (car 'not-a-pair)))
(newline)

;; So control structures are ordinary procedures.
(define (my-if test then else)
  (cond (test then) (#t else)))
(define (factorial n)
  (my-if (= n 0) 1 (* n (factorial (- n 1)))))
(display (factorial 5))
(newline)

;; An operand that is used twice is evaluated twice.
(define (double x) (+ x x))
(display (double (begin (display "evaluated ") 21)))
(newline)

;; Jensen's device: `term` is evaluated anew for each value of i.
;; (`total` is not a parameter: an operand of a loop would be by name, too.)
(define i 0)
(define total 0)
(define (sum-to n term)
  (when (< i n)
    (set! i (+ i 1))
    (set! total (+ total term))
    (sum-to n term)))
(sum-to 3 (* i i))
(display total)
(newline)

;; We take it back: operands are evaluated before the call, as ever.
(EM (begin
      (set! eval-lambda original-lambda)
      (set! eval-list original-list)
      (set! eval-var original-var)
      (set! base-apply original-apply)))
(display (double (begin (display "evaluated ") 21)))
(newline)
(display (evaluators 0))
(newline)
