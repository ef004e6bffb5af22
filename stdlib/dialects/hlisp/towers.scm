;;; Towers whose levels are really interpreted.

;; Gives a name to the definitions of a program, as the tower wants them.
(define-syntax define-program
  (syntax-rules (defun)
    ((_ name (defun function parameters form ...) ...)
     (define name '((define (function . parameters) form ...) ...)))))

;; (init-tower levels): by the evaluator's text. (init-tower levels 'full): by the interpreter of hlisp in
;; hlisp.
(define (init-tower levels . kind)
  (checked "init-tower" ((level? levels "a number of levels"))
    (cond ((null? kind) (honest-tower levels))
          ((and (null? (cdr kind)) (same? (car kind) "full"))
           (honest-tower levels (cons read-at-birth interpreter)))
          (else (refuse "init-tower" "full or nothing as its kind" (if (pair? (cdr kind)) kind (car kind)))))))

;; How the interpreter asks whether a text is a program.
(define read-at-birth (list 'define '(read-at-birth text) (list read-forms-of 'text)))

(define (level? value) (and (index? value) (not (negative? value))))
