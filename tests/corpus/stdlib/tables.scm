;;; Hash tables with procedures, and tables with equivalences of the program's own.

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

;; tables
(define t (make-equal-hash-table))
(hash-table-set! t 'a 1)
(hash-table-set! t "b" 2)
(show (hash-table-ref t 'a) (hash-table-ref t 'z (lambda () 'none)) (hash-table-ref t 'a (lambda () 'none) list) (hash-table-ref/default t "b" 0))
(report (hash-table-ref t 'z) (hash-table-ref 5 'z) (hash-table-update! 5 'z list) (hash-table-walk 'x list) (hash-table-update! t 'z list))
(hash-table-update! t 'a (lambda (x) (+ x 10)))
(hash-table-update! t 'c (lambda (x) (cons 'c x)) (lambda () '()))
(hash-table-update!/default t 'd (lambda (x) (+ x 1)) 0)
(show (hash-table->alist t) (hash-table-intern! t 'e (lambda () 5)) (hash-table-intern! t 'e (lambda () 6)))
(show (let ((l '())) (hash-table-walk t (lambda (k v) (set! l (cons k l)))) l) (hash-table-map t list) (hash-table-fold t (lambda (k v n) (+ n 1)) 0))
(hash-table-map! t (lambda (k v) (list v)))
(hash-table-prune! (lambda (k v) (string? k)) t)
(show (hash-table->alist t) (hash-table-find (lambda (k v) (and (eq? k 'c) v)) t (lambda () #f)))
(define ci (make-hash-table string-ci=? string-ci-hash))
(hash-table-set! ci "Hello" 1)
(hash-table-set! ci "HELLO" 2)
(show (hash-table-ref/default ci "hello" 0) (hash-table->alist ci) (hash-table-contains? ci "hellO") (hash-table-count ci) (hash-table-ref ci "x" (lambda () 'no)))
(hash-table-update! ci "hellO" (lambda (x) (+ x 1)))
(show (hash-table-ref ci "hello"))
(hash-table-delete! ci "HeLLo")
(show (hash-table-count ci))
(define n= (make-hash-table =))
(do ((i 0 (+ i 1))) ((= i 1000)) (hash-table-set! n= i (* i i)))
(show (hash-table-ref n= 31.0) (hash-table-count n=) (map (lambda (p) (p n=)) (list hash-table-size)))
(define odd (make-hash-table (lambda (a b) (= (modulo a 10) (modulo b 10))) (lambda (k) (modulo k 10))))
(for-each (lambda (k) (hash-table-set! odd k k)) '(1 11 21 2))
(show (hash-table->alist odd) (apply hash-table-ref/default odd '(31 none)) (hash-table-values (hash-table-copy odd)))
(define bad (make-hash-table (lambda (a b) #t) (lambda (k) 'x)))
(report (hash-table-set! bad 1 2) (make-hash-table 5))
(show (hash-table->alist (alist->hash-table '((a . 1) (b . 2) (a . 3)) eq?)))
(show (eq? (hash-table-equivalence-function t) equal?) (hash-table? (make-hash-table string=? string-hash)) (= (equal-hash '(1 "a")) (equal-hash (list 1 (string #\a)))))
