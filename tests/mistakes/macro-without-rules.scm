; A procedure where a macro's rules are wanted.
(define-syntax twice (lambda (x) (list x x)))
