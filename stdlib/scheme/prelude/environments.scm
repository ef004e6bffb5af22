;;; Environments of the report before (R7RS 6.12), made of the library `(scheme r5rs)`.

(define (scheme-report-environment version)
  (%check-report 'scheme-report-environment version)
  (environment '(scheme r5rs)))

;; The forms alone.
(define (null-environment version)
  (%check-report 'null-environment version)
  (environment
   '(only (scheme r5rs)
          ... => _ and begin case cond define define-syntax delay do else if lambda let let*
          let-syntax letrec letrec-syntax or quasiquote quote set! syntax-rules unquote
          unquote-splicing)))

(define (%check-report who version)
  (if (not (eqv? version 5))
      (%wrong-type who 1 "5, the number of the report" version)))
