(define-library (srfi 34)
  (export
   guard raise with-exception-handler))
