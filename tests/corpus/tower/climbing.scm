;;; em reaches the levels above, each with variables of its own (SEMANTICS 1 and 2).
(define here 'zero)
(em '(define here 'one))
(em '(em '(define here 'two)))
(write (list here (em 'here) (em '(em 'here))))
(newline)
(write (list level (em 'level) (em '(em 'level)) (em '(em '(em 'level)))))
(newline)
