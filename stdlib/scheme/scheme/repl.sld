(define-library (scheme repl)
  (export
   interaction-environment))
