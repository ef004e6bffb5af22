;;; Parameters that are in force at level 0 are in force in the calls of builtins that level 1 performs.

(define (to-string thunk)
  (let ((port (open-output-string)))
    (parameterize ((current-output-port port)) (thunk))
    (get-output-string port)))

(define (show name value)
  (write (list name value))
  (newline))

(define (neutral-apply)
  (EM (set! base-apply
        (let ((original base-apply))
          (lambda (operator operands env cont)
            (original operator operands env (lambda (value) (cont value))))))))

;; What level 1 writes itself goes where level 1 writes.
(define (loud-apply)
  (EM (set! base-apply
        (let ((original base-apply))
          (lambda (operator operands env cont)
            (if (and (pair? operands) (equal? (car operands) "inside"))
                (display "above "))
            (original operator operands env (lambda (value) (cont value))))))))

(show 'pristine (to-string (lambda () (display "inside"))))
(neutral-apply)
(show 'neutral (to-string (lambda () (display "inside") (write-string " twice"))))
(loud-apply)
(show 'loud (to-string (lambda () (display "inside"))))
(show 'nested
      (to-string
       (lambda ()
         (write (to-string (lambda () (display "inside")))))))
