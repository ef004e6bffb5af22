;;; Deep code: nested `or`, `let`, `cond`, `lambda` and quotations, with variables from far out.
;;; n: levels of each nest.
;;; bench: compiler smoke=100 scaling=5000 exponent=1
(define n 4000)

(define (nest wrap innermost)
  (let loop ((k 0) (form innermost))
    (if (= k n) form (loop (+ k 1) (wrap form)))))

(define (run wrap innermost)
  (evaluate-form (list 'let '((x #f) (y 2)) (nest wrap innermost))))

(write
 (list (run (lambda (form) (list 'or 'x form)) 'y)
       (run (lambda (form) (list 'if 'x 1 form)) 'y)
       (run (lambda (form) (list 'cond '(x 1) (list 'else form))) 'y)
       (run (lambda (form) (list 'let '((z 1)) form)) 'y)
       (run (lambda (form) (list 'let* '((x y)) form)) 'y)
       (run (lambda (form) (list 'begin 'x form)) 'y)
       (run (lambda (form) (list (list 'lambda '(z) form) 'x)) 'y)
       (procedure? (run (lambda (form) (list 'lambda '(z) form)) 'y))))
(newline)
