; Long and deep forms: whatever they are made of, they mean what short ones mean.

(define (repeat n make)
  (let loop ((k (- n 1)) (forms '()))
    (if (< k 0) forms (loop (- k 1) (cons (make k) forms)))))

(define (name letter k) (string->symbol (string-append letter (number->string k))))

(define (nest n wrap form)
  (if (= n 0) form (nest (- n 1) wrap (wrap form))))

(define (value form) (eval form (interaction-environment)))

(define (show x) (write x) (newline))

; Quasiquotations of more elements than a call takes arguments.
(define x 7)
(define made (value (list 'quasiquote (repeat 40001 (lambda (k) (if (odd? k) '(unquote x) k))))))
(show (list (length made) (list-ref made 39999) (list-ref made 40000) (apply + made)))
(show (vector-length (value (list 'quasiquote (list->vector (repeat 20000 (lambda (k) '(unquote x))))))))

; More variables in a body than a frame has slots; a loop among them.
(define (body . forms) (value (list (cons 'lambda (cons '() forms)))))
(show (apply body (append '((define a0 1))
                          (repeat 20000 (lambda (k) (list 'define (name "a" (+ k 1)) (list '+ (name "a" k) 1))))
                          '((set! a5 10)
                            (define (count k sum) (if (= k 0) sum (count (- k 1) (+ sum a5))))
                            (list a4 a5 a20000 (count 3 0))))))

; Variables of many scopes further out, shadowed on the way, by macros too.
(show (value (list 'let '((x 1) (y 2)) (nest 3000 (lambda (form) (list 'let '((x (+ x y))) form)) '(list x y)))))
(show (value (list 'let '((x #f) (y 2)) (nest 3000 (lambda (form) (list 'or 'x form)) '(begin (set! y 5) y)))))
(show (value (list 'let '((x #f) (y 2))
                   (nest 3000 (lambda (form) (list 'cond '((and x y) => list) (list 'else form))) '(list x y)))))
(show (value (list 'let '((x 'outer))
                   (list 'let-syntax '((outer (syntax-rules () ((_) x))))
                         (nest 3000 (lambda (form) (list 'let '((x 'inner)) form)) '(list x (outer)))))))
(show ((value (list 'lambda '(x)
                    (nest 1000 (lambda (form) (list 'let '((x x) (z (lambda () (set! x (+ x 1)))))
                                                    '(z) form))
                          'x)))
       0))

; Several deep forms in one body, each of which sees what the others assign.
(show (value (list 'let '((x 1))
                   (nest 250 (lambda (form) (list 'if 'x form 0)) '(set! x (+ x 1)))
                   (list 'let '((x 10)) (nest 250 (lambda (form) (list 'if 'x form 0)) '(set! x (+ x 1))) 'x)
                   (nest 250 (lambda (form) (list 'if 'x form 0)) '(set! x (+ x 1)))
                   'x)))
