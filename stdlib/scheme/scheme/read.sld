(define-library (scheme read)
  (export
   read))
