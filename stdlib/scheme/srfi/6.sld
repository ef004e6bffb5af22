(define-library (srfi 6)
  (export
   get-output-string open-input-string open-output-string))
