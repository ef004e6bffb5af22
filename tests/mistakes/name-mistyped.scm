; A name that is one letter off.
(define (count-items items)
  (lenght items))
(display (count-items '(a b c)))
