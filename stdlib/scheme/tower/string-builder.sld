(define-library (tower string-builder)
  (export
   string-builder))
