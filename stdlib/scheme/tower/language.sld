(define-library (tower language)
  (export assert defn fn the-environment time trace untrace))
