(define-library (scheme case-lambda)
  (export
   case-lambda))
