(define été 1)
(list "ééé" (car été))
