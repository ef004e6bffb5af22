; The second redefinition in a round of a loop leaves the frame in a version that has looked at the
; loop's body long before: the next round is to look at it anew all the same.
(define-syntax mark (syntax-rules () ((_ e) (+ e 3))))
(define (redefine!) (eval '(define-syntax mark (syntax-rules () ((_ e) (- e 3))))))
(define (f)
  (let loop ((i 4) (h '()))
    (if (= i 0)
        h
        (loop (- i 1) (cons (mark (begin (redefine!) (redefine!) i)) h)))))
(display (f))
(newline)
