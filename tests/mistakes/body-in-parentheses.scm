; Parentheses around a body do not group.
(define (greet name)
  ((display "hello ")
   (display name)))
(greet "Ada")
