;;; Inclusion: the forms of files stand where the include stands (R7RS 4.1.7).
(import (scheme base) (scheme write))

(define count 0)
(define (compare form thunk expected)
  (let ((value (guard (e ((error-object? e) (list 'error (error-object-message e)))) (thunk))))
    (set! count (+ count 1))
    (if (not (equal? value expected))
        (begin (write form) (display " gives ") (write value) (newline)))))
(define-syntax check
  (syntax-rules (=>)
    ((_ form => expected) (compare 'form (lambda () form) expected))))
(define-syntax raises?
  (syntax-rules ()
    ((_ form) (guard (e (#t #t)) form #f))))

(include "included/definitions.scm")
(check included-1 => 'one)
(check Included-2 => '(one Two))
(include-ci "included/upper-case.scm")
(check included-3 => 'three)
(check (let ((x 21)) (include "included/expression.scm")) => 42)
(check (let ((x #f)) (include "included/definitions.scm" "included/expression.scm")) => '(2 one))
(check (let () (include "included/definitions.scm") (list included-1 Included-2)) => '(one (one Two)))
(check (let () (include-ci "included/upper-case.scm") (list included-3)) => '(three))
(check (include-ci "included/upper-case.scm") => "Text")
(check (let ((x (lambda () 'shadowed))) (include "included/expression.scm")) => '(2 shadowed))

(write count) (display " checks") (newline)
