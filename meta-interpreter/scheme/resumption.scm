;;; How the evaluator goes on with what compiled code has begun.

;; An application whose operator has its value, and the first of whose operands have theirs.
(define (resume-application operator done exps exp env cont)
  (if (and (delta? operator) (null? done))
      (base-apply operator exps (within exp env) cont)
      (eval-list exps env
        (lambda (rest)
          (base-apply operator (append done rest) (within exp env) cont)))))
