(define-library (scheme load)
  (export
   load))
