; Something is raised that is no error object.
(define (withdraw balance amount)
  (if (> amount balance)
      (raise 'insufficient-funds)
      (- balance amount)))
(display (withdraw 10 20))
