;;; Regions, disjointness of types, truth, storage, proper tail recursion (R7RS 3.1 to 3.5).
(import (scheme base) (scheme write) (scheme lazy) (scheme case-lambda))

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

;; 3.1: the innermost binding whose region holds the use.
(define x 'outer)
(check (let ((x 'inner)) (let ((y x)) (list x y))) => '(inner inner))
(check (let ((x 1)) (let ((x 2) (y x)) (list x y))) => '(2 1))
(check (let ((x 1)) (let* ((x 2) (y x)) (list x y))) => '(2 2))
(check (let ((f (lambda () x))) (let ((x 'inner)) (f))) => 'outer)
(check (let ((x 1)) (define (f) x) (let ((x 2)) (f))) => 1)
(check (let ((x 1)) (set! x 2) x) => 2)
(check x => 'outer)
(check (let ((if list)) (if 1 2 3)) => '(1 2 3))
(check (let ((quote -)) '5) => -5)
(check (let ((define list)) (define 1 2)) => '(1 2))
(check ((lambda (lambda) (lambda 1)) list) => '(1))

;; 3.2: no object is of two of these types.
(define-record-type thing (make-thing) thing?)
(define predicates
  (list boolean? bytevector? char? eof-object? null? number? pair? port? procedure? string? symbol? vector? thing?))
(define (types object) (let loop ((ps predicates) (n 0)) (if (null? ps) n (loop (cdr ps) (if ((car ps) object) (+ n 1) n)))))
(define objects
  (list #t #f #u8() #u8(1) #\a (eof-object) '() 0 1/2 1.5 '(1) '(1 . 2) (open-input-string "") car (lambda () 1)
        "" "a" 'a '|| #() #(1) (make-thing)))
(check (map types objects) => (map (lambda (object) 1) objects))
(check (map (lambda (p) (p (make-thing))) predicates) => '(#f #f #f #f #f #f #f #f #f #f #f #f #t))
(check (procedure? (call-with-current-continuation (lambda (k) k))) => #t)
(check (procedure? (make-parameter 1)) => #t)
(check (procedure? (case-lambda ((x) x))) => #t)

;; Only #f counts as false.
(check (map (lambda (object) (if object 'true 'false)) (list #t #f 0 '() "" #() 'nil 0.0 #\x0)) =>
       '(true false true true true true true true true))
(check (if (if #f #f) 'true 'false) => 'true)
(check (if (eof-object) 'true 'false) => 'true)

;; 3.3: what is written is data until it is evaluated.
(check (= 28 #e28.000 #x1c) => #t)
(check '(+ 2 6) => (list '+ 2 6))
(check (pair? '(lambda (x) x)) => #t)
(check (equal? '(08 13) '(8 . (13 . ()))) => #t)

;; 3.4: a location keeps its value until it is assigned; constants are their own.
(check (let ((v (vector 1 2))) (let ((w v)) (vector-set! w 0 'a) v)) => '#(a 2))
(check (let ((s (string #\a)) (p (list 1))) (set-car! p s) (string-set! s 0 #\b) (car p)) => "b")
(check (eq? (vector) (vector)) => (eq? (vector) (vector)))
(check (let ((make (lambda () (list 1)))) (eq? (make) (make))) => #f)
(check (let ((make (lambda () "abc"))) (eq? (make) (make))) => #t)
(check (let ((make (lambda () '(1)))) (eq? (make) (make))) => #t)
(check (let* ((counter (lambda () (let ((n 0)) (lambda () (set! n (+ n 1)) n)))) (a (counter)) (b (counter)))
         (a) (a) (list (a) (b))) => '(3 1))

;; 3.5: any number of active tail calls, in each place that the report calls a tail position.
(define n 30000)
(define (countdown step) (lambda (i) (if (= i 0) 'done (step (- i 1)))))
(define-syntax deep
  (syntax-rules ()
    ((_ (self i) form) (let () (define (self i) (if (= i 0) 'done form)) (self n)))))
(check (deep (f i) (f (- i 1))) => 'done)
(check (deep (f i) (if #t (f (- i 1)) 'no)) => 'done)
(check (deep (f i) (if #f 'no (f (- i 1)))) => 'done)
(check (deep (f i) (cond (#f 'no) ((= i 0) 'no) (else (f (- i 1))))) => 'done)
(check (deep (f i) (cond ((- i 1) => f))) => 'done)
(check (deep (f i) (case 1 ((2) 'no) ((1) (f (- i 1))) (else 'no))) => 'done)
(check (deep (f i) (case 1 ((2) 'no) (else (f (- i 1))))) => 'done)
(check (deep (f i) (case (- i 1) (else => f))) => 'done)
(check (deep (f i) (case (if (= i 1) 0 (- i 1)) ((0) => f) (else => f))) => 'done)
(check (deep (f i) (and #t (f (- i 1)))) => 'done)
(check (deep (f i) (or #f (f (- i 1)))) => 'done)
(check (deep (f i) (when #t 1 (f (- i 1)))) => 'done)
(check (deep (f i) (unless #f 1 (f (- i 1)))) => 'done)
(check (deep (f i) (let ((j (- i 1))) (f j))) => 'done)
(check (deep (f i) (let* ((j i) (k (- j 1))) (f k))) => 'done)
(check (deep (f i) (letrec ((j (- i 1))) (f j))) => 'done)
(check (deep (f i) (letrec* ((j (- i 1)) (k j)) (f k))) => 'done)
(check (deep (f i) (let-values (((j k) (values (- i 1) 0))) (f j))) => 'done)
(check (deep (f i) (let*-values (((j) (- i 1)) ((k) j)) (f k))) => 'done)
(check (deep (f i) (let loop ((j i)) (f (- j 1)))) => 'done)
(check (deep (f i) (do ((j i (- j 1))) ((< j i) (f j)))) => 'done)
(check (deep (f i) (begin 1 (f (- i 1)))) => 'done)
(check (deep (f i) (let () (define j (- i 1)) (f j))) => 'done)
(check (deep (f i) (let-syntax ((less (syntax-rules () ((_ x) (f (- x 1)))))) (less i))) => 'done)
(check (deep (f i) (letrec-syntax ((less (syntax-rules () ((_ x) (f (- x 1)))))) (less i))) => 'done)
(check (deep (f i) (apply f (list (- i 1)))) => 'done)
(check (deep (f i) (call-with-current-continuation (lambda (k) (f (- i 1))))) => 'done)
(check (deep (f i) (call-with-values (lambda () (- i 1)) f)) => 'done)
(check (deep (f i) ((case-lambda ((j) (f j)) (else 'no)) (- i 1))) => 'done)
(check (deep (f i) ((lambda (j . rest) (f j)) (- i 1) 2)) => 'done)
(check (let ((even? #f) (odd? #f))
         (set! even? (lambda (i) (or (= i 0) (odd? (- i 1)))))
         (set! odd? (lambda (i) (and (> i 0) (even? (- i 1)))))
         (even? n)) => #t)

(write count) (display " checks") (newline)
