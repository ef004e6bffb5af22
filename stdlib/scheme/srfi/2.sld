(define-library (srfi 2)
  (export and-let*)
  (import (scheme base))
  (begin
    ;; (and-let* (clause …) body …): a clause is (variable expression), (expression) or a variable; the
    ;; first that is false is the value.
    (define-syntax and-let*
      (syntax-rules ()
        ((_ ()) #t)
        ((_ () body ...) (let () body ...))
        ((_ ((variable expression))) (let ((variable expression)) variable))
        ((_ ((expression))) expression)
        ((_ ((variable expression) . clauses) . body)
         (let ((variable expression))
           (if variable (and-let* clauses . body) #f)))
        ((_ ((expression) . clauses) . body)
         (if expression (and-let* clauses . body) #f))
        ((_ (variable)) variable)
        ((_ (variable . clauses) . body)
         (if variable (and-let* clauses . body) #f))))))
