;;; Sets, ports with procedures, small procedures.

(define-syntax show
  (syntax-rules ()
    ((_ e ...) (begin (begin (write e) (newline)) ...))))
;; What is said of the error of each expression.
(define-syntax report
  (syntax-rules ()
    ((_ e ...) (begin (begin (display (reported (lambda () e))) (newline)) ...))))
(define (reported thunk)
  (call/cc
   (lambda (k)
     (with-exception-handler
      (lambda (c) (k (if (error-object? c) (condition/report-string c) (list 'raised c))))
      thunk))))

;; sets
(show (lset-adjoin eq? '(a b) 'c 'a) (lset-union eq? '(a b) '(b c)) (lset-intersection eq? '(a b c) '(b c d) '(c b)) (lset-difference eqv? '(1 2 3) '(2)) (lset-xor eq? '(a b) '(b c)) (lset<= eq? '(a) '(a b)) (lset= eq? '(a b) '(b a)))
;; ports
(show (call-with-output-string (lambda (p) (write 'x p))) (with-output-to-string (lambda () (display "hi"))) (with-input-from-string "1 2" read) (call-with-input-string "(a b)" read))
(show (call-with-port (open-input-string "abc") (lambda (p) (read-line p))) (port->lines (open-input-string "a\nb")) (port->string (open-input-string "xyz\n")) (port->list read (open-input-string "1 a")))
(define file "written")
(call-with-output-file file (lambda (p) (write '(1 2) p)))
(show (call-with-input-file file read) (with-input-from-file file read-line) (begin (with-output-to-file file (lambda () (display "line"))) (with-input-from-file file read-line)))
(delete-file file)
(report (call-with-input-file "/nonexistent/x" read))
;; numbers, procedures
(show (1+ 5) (-1+ 5) (exact-nonnegative-integer? 5) (round->exact 2.5) (call-with-values (lambda () (euclidean/ -7 -2)) list) (euclidean-remainder -7 2))
(show ((compose car cdr) '(1 2)) ((constantly 5) 1 2) ((complement even?) 1) (identity 1) ((compose list values) 1) (call-with-values (lambda () ((compose) 1 2)) list))
(report (assert (= 1 2)) (assertion-violation 'f "bad" 1) (guarantee even? 1 'f) (guarantee even? 2))
(show (with-output-to-string (lambda () (parameterize ((current-error-port (current-output-port))) (warn "careful:" 1)))))
(show (exact-rational? 1/2) (list-copy '(1 2)) (assoc 2.0 '((2 . two)) =) (let-values (((a b) (values 1 2)) ((c) (values 3))) (list a b c)))
