(define-library (srfi 87)
  (export
   => case else))
