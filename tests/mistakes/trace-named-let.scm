; A recursion whose last value is none that can be added.
(define (sum xs)
  (let loop ((xs xs))
    (if (null? xs) 'end
        (+ (car xs) (loop (cdr xs))))))
(display (sum '(1 2 3 4 5)))
