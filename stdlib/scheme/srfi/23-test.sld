(define-library (srfi 23-test)
  (import (except (scheme base) error) (srfi 23) (srfi 64))
  (begin
    (define (raised thunk)
      (guard (object (#t object)) (thunk)))
    (test-begin "srfi 23")
    (test-assert (error-object? (raised (lambda () (error "bad")))))
    (test-equal '("bad thing:" (1 "two" (three)))
                (let ((object (raised (lambda () (error "bad thing:" 1 "two" '(three))))))
                  (list (error-object-message object) (error-object-irritants object))))
    (test-equal '() (error-object-irritants (raised (lambda () (error "bad")))))
    (test-eq "nothing after it is evaluated" 'left
             (call-with-current-continuation
              (lambda (k)
                (with-exception-handler (lambda (object) (k 'left)) (lambda () (error "bad") 'stayed)))))
    (test-error "no message" error-object? (error))
    (test-end)))
