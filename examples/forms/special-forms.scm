;;; Special forms of your own, without macros.
;;;
;;; A form that no rule of the language claims reaches `eval-application`, as it was written, nothing
;;; of it evaluated. Who looks at it first decides what it means.

(EM (begin
      ;; (my-unless test exp …): the expressions, if the test is false.
      (define (eval-unless exp env cont)
        (base-eval (cadr exp) env
          (lambda (test)
            (if test
                (cont 'not-done)
                (eval-begin (cddr exp) env cont)))))

      ;; (my-while test exp …): again and again, as long as the test is true.
      (define (eval-while exp env cont)
        (base-eval (cadr exp) env
          (lambda (test)
            (if test
                (eval-begin (cddr exp) env
                  (lambda (ignored) (eval-while exp env cont)))
                (cont 'done)))))

      ;; (assert-that exp): when it is false, the message is the expression itself.
      (define (eval-assertion exp env cont)
        (base-eval (cadr exp) env
          (lambda (value)
            (if value
                (cont value)
                (base-apply error (list "not so" (cadr exp)) env cont)))))

      (define forms
        (list (cons 'my-unless eval-unless)
              (cons 'my-while eval-while)
              (cons 'assert-that eval-assertion)))

      (define original eval-application)

      (define (eval-form-or-application exp env cont)
        (let ((form (assv (car exp) forms)))
          (if form
              ((cdr form) exp env cont)
              (original exp env cont))))

      (set! eval-application eval-form-or-application)))

(define (reciprocal x)
  (my-unless (= x 0) (/ 1 x)))
(display (map reciprocal '(4 0)))
(newline)

(define n 3)
(my-while (> n 0)
  (display n)
  (display " ")
  (set! n (- n 1)))
(newline)

;; The error is level 0's, so level 0's handlers see it.
(display
 (guard (problem (#t (condition/report-string problem)))
   (assert-that (< 5 (+ 1 2)))))
(newline)

;; A delta is a special form that is a value: its operands come as they are written, too. It needs no
;; hook, so there is none to take back.
(define my-if
  (delta (exp env cont)
    (base-eval (car exp) env
      (lambda (test)
        (base-eval (if test (cadr exp) (caddr exp)) env cont)))))
(display (my-if (= n 0) 'zero (car 'not-a-pair)))
(newline)

;; We take the others back: from here on `my-unless` is a variable like any other, and unbound.
(EM (set! eval-application original))
(display
 (guard (problem (#t (condition/report-string problem)))
   (reciprocal 4)))
(newline)
