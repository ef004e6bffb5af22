;;; Reflective procedures: what other languages have built in, each in a few lines.
;;;
;;; A delta gets the operands as they are written, the environment and the continuation of its call, and
;;; runs one level up.

(define (show object) (write object) (newline))

;; Drops its operands and gives 3.
(define three (delta (operands env cont) (cont 3)))
(show (+ 2 (three)))

;; The operands are not evaluated, so they need not be legal.
(define as-written (delta (operands env cont) (cont operands)))
(show (as-written a (if) (b . c)))

;; A conditional.
(define choose
  (delta (operands env cont)
    (base-eval (car operands) env
               (lambda (test)
                 (base-eval (if test (cadr operands) (caddr operands)) env cont)))))
(show (choose (= 1 1) 'same (car 'not-evaluated)))

;; A conditional that is tail-called goes round for ever in constant memory.
(define (count-down n) (choose (= n 0) 'down (count-down (- n 1))))
(show (count-down 10000))

;; The continuation, under a name: `catch`.
(define catch
  (delta (operands env cont)
    (base-eval `(lambda (,(car operands)) ,(cadr operands)) env
               (lambda (body) (base-apply body (list cont) env cont)))))
(show (+ 1 (catch out (* 10 (out 5)))))
(show (+ 1 (catch out (* 10 5))))

;; The environment: is a name bound here?
(define bound-here?
  (delta (operands env cont) (cont (environment-bound? env (car operands)))))
(show (let ((x 1)) (list (bound-here? x) (bound-here? y))))

;; An assignment to whatever the operand says, in the caller's environment.
(define increment!
  (delta (operands env cont)
    (environment-assign! env (car operands) (+ 1 (environment-lookup env (car operands))))
    (cont (environment-lookup env (car operands)))))
(show (let ((x 41)) (list (increment! x) x)))

;; Leaves a loop that a builtin runs.
(show (catch return
        (for-each (lambda (n) (if (negative? n) (return n))) '(3 1 -4 1 -5))))
