;;; The value of an assignment to a global variable may lie in a variable's slot, in a constant's or in
;;; one of its own; a frame that waits behind the assignment goes on in any version.

(define (show x) (write x) (newline))

(em '(set! rescue
       (lambda (condition env cont)
         (environment-assign! env 'x 5)
         (cont 'no-such-variable))))
(define (assigns x) (let ((value (set! nowhere x))) (list value x)))
(show (assigns 1))

(define (changes x)
  (let loop ((i 0) (product 1.5))
    (if (= i 3)
        (list product (car '(1)))
        (begin
          (set! car 2.5)
          (set! car (lambda (pair) x))
          (loop (+ i 1) (* 2.5 product))))))
(show (changes 7))
