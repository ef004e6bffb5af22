;;; Procedures made of procedures (MIT Scheme, SRFI 235).

(define (identity object) object)

(define (constantly . objects)
  (lambda arguments (apply values objects)))

(define (complement predicate)
  (cond ((not (procedure? predicate)) (%wrong-type 'complement 1 "a procedure" predicate))
        (else
         (lambda arguments (not (apply predicate arguments))))))

;; (compose f … g): what g gives, its several values included, goes to … and then to f.
(define (compose . procedures)
  (let check ((position 1) (rest procedures))
    (if (pair? rest)
        (begin
          (%check-procedure 'compose position (car rest))
          (check (+ position 1) (cdr rest)))))
  (cond ((null? procedures) values)
        ((null? (cdr procedures)) (car procedures))
        (else
         (let ((last (car procedures)) (first (apply compose (cdr procedures))))
           (lambda arguments
             (call-with-values (lambda () (apply first arguments)) last))))))
