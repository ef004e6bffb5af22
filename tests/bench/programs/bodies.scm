;;; Long code: bodies of many definitions and expressions, `cond`, `case`, `begin` and quasiquotations.
;;; n: definitions in a body, clauses, expressions.
;;; bench: compiler smoke=50 scaling=1000 exponent=1
(define n 4000)

(define (name letter k)
  (string->symbol (string-append letter (number->string k))))

(define (repeat make)
  (let loop ((k (- n 1)) (forms '()))
    (if (< k 0) forms (loop (- k 1) (cons (make k) forms)))))

(define (run . body)
  (evaluate-form (list (cons 'lambda (cons '(x) body)) 3)))

(define (many head make . last)
  (append (list head) (repeat make) last))

(write
 (list (apply run (append (repeat (lambda (k) (list 'define (name "a" k) (list 'vector 'x k)))) '(x)))
       (apply run (append (repeat (lambda (k) (list 'define (list (name "f" k) 'z) (list 'if 'z 'x k))))
                          '((f1 #f))))
       (apply run (append (repeat (lambda (k)
                                    (list 'define-values (list (name "a" k) (name "b" k)) '(values x 2))))
                          '(b1)))
       (apply run (repeat (lambda (k) (list 'let (list (list 'z (list 'vector 'x k))) '(vector-ref z 1)))))
       (run (many 'cond (lambda (k) (list '(eq? x 'none) k)) '(else x)))
       (run (append '(case x) (repeat (lambda (k) (list (list (name "k" k)) k))) '((else 5))))
       (run (many 'and (lambda (k) 'x)))
       (run (many 'or (lambda (k) '(not x)) 'x))
       (length (run (list 'quasiquote (repeat (lambda (k) (if (even? k) '(unquote x) k))))))))
(newline)
