; A handler comes back where nobody can go on.
(with-exception-handler
  (lambda (e) 0)
  (lambda () (+ 1 (error "bad" 'input))))
