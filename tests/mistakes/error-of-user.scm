; An error of the program's own.
(define (withdraw balance amount)
  (if (> amount balance)
      (error "not enough money:" balance amount)
      (- balance amount)))
(display (withdraw 10 20))
