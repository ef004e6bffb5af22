;;; An assigned variable of a loop has a context, and so has then the scope around the loop: it is
;;; made before the loop, not in each of its rounds.

(define (poll x) x)
(define (around x)
  (let ((w (do ((i 3 (- i 1)) (h 1 (begin (set! h (poll x)) (+ h i)))) ((= i 0) h))))
    (lambda () (list w x))))
(write ((around 10)))
(newline)
