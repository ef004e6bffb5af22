;;; Sorting, vectors and strings with procedures.

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

;; sorting
(show (sort '(3 1 2) <) (sort (vector 3 1 2) <) (sort < '(3 1 2)) (list-sort < '(2 1)) (vector-sort < #(2 1)) (sort '() <))
(show (sort '((b . 1) (a . 1) (c . 0) (d . 0)) (lambda (x y) (< (cdr x) (cdr y)))))
(define v (vector 5 3 1 4))
(show (begin (sort! v <) v) (sorted? v <) (sorted? '(1 3 2) <) (vector-sorted? < #(1 1 2)))
(define (random-list n seed) (let loop ((n n) (x seed) (l '())) (if (= n 0) l (loop (- n 1) (modulo (+ (* x 1103515245) 12345) 2147483648) (cons (quotient x 65536) l)))))
(show (let ((l (sort (random-list 10000 42) <))) (and (sorted? l <) (length l))))
(show (let* ((l (map cons (map (lambda (x) (modulo x 10)) (random-list 1000 7)) (iota 1000)))
             (s (sort l (lambda (a b) (< (car a) (car b))))))
        (let loop ((s s)) (or (null? (cdr s)) (and (or (< (caar s) (caadr s)) (< (cdar s) (cdadr s))) (loop (cdr s)))))))
(report (sort 5 <) (sort '(1 2) 5) (sort '(1 . 2) <) (sort '(a b) <) (sort '(3 1) (lambda (x) #t)))
;; vectors
(show (vector-tabulate (lambda (i) (* i i)) 4) (build-vector 3 list) (make-initialized-vector 2 -) (vector-unfold (lambda (i x) (values x (* x 2))) 4 1))
(show (vector-fold + 0 #(1 2 3)) (vector-fold list '() #(1 2) #(3 4)) (vector-fold-right list '() #(1 2 3)))
(show (vector-count even? #(1 2 4)) (vector-index even? #(1 3 4)) (vector-any < #(5 1) #(3 4)) (vector-every even? #()) (vector-filter odd? #(1 2 3)))
(show (vector-binary-search #(1 3 5 7) 5 -) (vector-binary-search #(1 3 5 7) 4 -))
(show (let ((v (vector 1 2 3))) (vector-map! (lambda (x) (* x 10)) v) v))
(report (vector-fold + 0 5) (vector-binary-search 5 5 -) (vector-count even? '(1)))
;; strings
(show (string-index "hello" #\l) (string-index "hello" char-upper-case?) (string-index "heLlo" char-upper-case?) (string-rindex "hello" (lambda (c) (char=? c #\l))) (string-index "abcabc" (lambda (c) (char=? c #\b)) 2))
(show (string-trim "  xx " ) (string-trim "12ab34" char-alphabetic?) (string-trim-left "12ab34" char-alphabetic?) (string-trim-right "12ab34" char-alphabetic?) (string-trim "1234" char-alphabetic?))
(show (string-count "banana" #\a) (string-count "banana" char-alphabetic? 2) (string-any char-numeric? "ab1") (string-every char-numeric? "12") (string-every (lambda (a b) (char=? a b)) "ab" "ab"))
(show (string-fold cons '() "abc") (string-fold-right cons '() "abc") (string-filter char-alphabetic? "a1b2") (string-remove char-alphabetic? "a1b2") (string-tabulate (lambda (i) (integer->char (+ i 65))) 3))
(show (let ((sb (string-builder))) (sb #\a) (sb "bc") (sb)) (string-tokenize " a bc  d ") (string-search? "an" "banana"))
(report (string-index 5 char-numeric?) (string-index "a" 5) (string-count 5 5))
