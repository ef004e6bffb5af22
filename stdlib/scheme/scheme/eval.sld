(define-library (scheme eval)
  (export
   environment eval))
