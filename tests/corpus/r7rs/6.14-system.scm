;;; The system interface (R7RS 6.14): what a program can see of it; it ends by exit.
(import (scheme base) (scheme file) (scheme process-context) (scheme time) (scheme write))

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

(check (list (list? (command-line)) (pair? (command-line)) (string? (car (command-line)))) => '(#t #t #t))
(check (get-environment-variable "NO_SUCH_VARIABLE_IS_SET") => #f)
(check (let ((all (get-environment-variables))) (and (list? all) (let loop ((all all)) (or (null? all) (and (pair? (car all)) (string? (caar all)) (string? (cdar all)) (loop (cdr all))))))) => #t)
(check (let ((all (get-environment-variables))) (or (null? all) (equal? (cdar all) (get-environment-variable (caar all))))) => #t)
(check (real? (current-second)) => #t)
(check (inexact? (current-second)) => #t)
(check (< 1.5e9 (current-second) 1e10) => #t)
(check (list (exact-integer? (current-jiffy)) (exact-integer? (jiffies-per-second)) (positive? (jiffies-per-second)) (eqv? (jiffies-per-second) (jiffies-per-second))) => '(#t #t #t #t))
(check (let* ((a (current-jiffy)) (b (current-jiffy))) (<= a b)) => #t)
(check (let ((fs (features))) (map (lambda (f) (and (memq f fs) #t)) '(r7rs exact-closed exact-complex ieee-float full-unicode ratios))) => '(#t #t #t #t #t #t))
(check (let loop ((fs (features))) (or (null? fs) (and (symbol? (car fs)) (loop (cdr fs))))) => #t)
(check (list (procedure? exit) (procedure? emergency-exit)) => '(#t #t))
(check (list (file-exists? "nothing-is-here") (raises? (delete-file "nothing-is-here"))) => '(#f #t))
(write count) (display " checks") (newline)
;; The outermost afters of exit run; what follows does not.
(dynamic-wind
  (lambda () (display "in") (newline))
  (lambda () (dynamic-wind (lambda () #f) (lambda () (exit 7)) (lambda () (display "out 1") (newline))))
  (lambda () (display "out 2") (newline)))
(display "never")
