;;; An operator is looked up before operands that may change it, whoever runs them.

(define (old x) (list 'old x))
(define (new x) (list 'new x))
(define f old)
(define (change . arguments) (set! f new) #t)
(define-syntax show-and-restore
  (syntax-rules () ((_ expression) (begin (write expression) (newline) (set! f old)))))

(define (by-member) (f (member 1 '(1) change)))
(define (by-assoc) (f (assoc 1 '((1)) change)))
(define (by-plain-call) (f (change)))
(show-and-restore (by-plain-call))
(show-and-restore (by-member))
(show-and-restore (by-assoc))
(show-and-restore (f (member 1 '(1) change)))
