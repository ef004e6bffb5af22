(define-library (srfi 26)
  (export cut cute)
  (import (scheme base))
  (begin
    ;; (cut procedure-or-<> argument-or-<> … [<...>]): the procedure of the slots.
    (define-syntax cut
      (syntax-rules ()
        ((_ . parts) (cut-parts () () . parts))))

    (define-syntax cut-parts
      (syntax-rules (<> <...>)
        ((_ (slot ...) (procedure part ...))
         (lambda (slot ...) ((begin procedure) part ...)))
        ((_ (slot ...) (part ...) <...>)
         (lambda (slot ... . rest) (apply part ... rest)))
        ((_ (slot ...) (part ...) <> . parts)
         (cut-parts (slot ... x) (part ... x) . parts))
        ((_ slots (part ...) expression . parts)
         (cut-parts slots (part ... expression) . parts))))

    ;; The same, the expressions being evaluated once, when the procedure is made.
    (define-syntax cute
      (syntax-rules ()
        ((_ . parts) (cute-parts () () () . parts))))

    (define-syntax cute-parts
      (syntax-rules (<> <...>)
        ((_ (slot ...) bindings (part ...))
         (let bindings (lambda (slot ...) (part ...))))
        ((_ (slot ...) bindings (part ...) <...>)
         (let bindings (lambda (slot ... . rest) (apply part ... rest))))
        ((_ (slot ...) bindings (part ...) <> . parts)
         (cute-parts (slot ... x) bindings (part ... x) . parts))
        ((_ slots (binding ...) (part ...) expression . parts)
         (cute-parts slots (binding ... (x expression)) (part ... x) . parts))))))
