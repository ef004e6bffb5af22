; What `assoc` did not find is no pair.
(define ages '((ada . 36) (alan . 41)))
(define (age-of name)
  (cdr (assq name ages)))
(display (age-of 'grace))
