; A word of another language.
(define (empty? x) (eq? x null))
(display (empty? '()))
