;;; Environments of earlier reports (R5RS 6.5), made of the library `(scheme r5rs)`.

(define (scheme-report-environment version)
  (environment '(scheme r5rs)))

;; The forms alone.
(define (null-environment version)
  (environment
   '(only (scheme r5rs)
          and begin case cond define define-syntax delay do if lambda let let* let-syntax letrec
          letrec-syntax or quasiquote quote set!)))
