; A dot with nothing behind it.
(define pair '(1 . ))
