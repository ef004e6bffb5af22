;;; trace and untrace, time, assert.

(define-syntax message
  (syntax-rules ()
    ((_ e) (guard (c (#t (write-string (condition/report-string c)) (newline))) e))))

;; Calls and results, as deep as calls wait for each other.
(define (fact n) (if (= n 0) 1 (* n (fact (- n 1)))))
(define (twice f x) (f (f x)))
(trace fact)
(write (fact 2))
(newline)
(write (trace))
(newline)
(trace fact twice)
(twice fact 1)

;; A call in tail position takes the place of the call that makes it.
(define (even-length? l) (if (null? l) #t (odd-length? (cdr l))))
(define (odd-length? l) (if (null? l) #f (even-length? (cdr l))))
(trace even-length? odd-length?)
(even-length? '(a "b"))
(define (count n) (if (= n 0) 'done (count (- n 1))))
(trace count)
(write (string-length (with-output-to-string (lambda () (count 10000)))))
(newline)
(untrace count)
(write (count 10))
(newline)

;; Several values, none, errors and jumps: what is left is not printed, and depths are right after it.
(define (several) (values 1 "b"))
(define (nothing) (if #f #f))
(define (fails x) (car x))
(define (leaves k) (k 'left))
(define (around thunk) (list (thunk)))
(trace several nothing fails leaves around)
(call-with-values several list)
(nothing)
(message (around (lambda () (fails 5))))
(call/cc (lambda (k) (around (lambda () (leaves k)))))
(nothing)

;; What is defined anew is not traced, and not undone; builtins can be traced, too.
(define (fact n) (* 2 n))
(write (fact 3))
(untrace fact)
(write (fact 3))
(newline)
(trace car)
(write (map car '((1) (2))))
(newline)
(untrace)
(write (list (trace) (car '(1)) (twice fact 1) (even-length? '())))
(newline)

;; Deep calls, long arguments and circular ones.
(define (deep n) (if (= n 0) 0 (+ 1 (deep (- n 1)))))
(trace deep)
(let ((lines (with-output-to-string (lambda () (deep 40)))))
  (write (substring lines 0 25))
  (write (substring lines (- (string-length lines) 13) (string-length lines))))
(newline)
(define (long l) (length l))
(trace long)
(write (string-length (with-output-to-string (lambda () (long (iota 10000))))))
(newline)
(define circle (list 1))
(set-cdr! circle circle)
(define (first l) (car l))
(trace first)
(first circle)
(untrace)

;; What cannot be traced.
(define five 5)
(message (trace nowhere))
(message (trace deep five))
(define parameter (make-parameter 1))
(message (trace parameter))
(write (trace))
(message (trace if))
(message (eval '(trace 5) (interaction-environment)))
(message (eval '(untrace . x) (interaction-environment)))

;; time says what evaluating took, and gives the values.
(define (timed thunk) (let ((text (with-output-to-string thunk))) (substring text 0 5)))
(write (timed (lambda () (time (fact 5)))))
(call-with-output-string
 (lambda (port)
   (parameterize ((current-output-port port))
     (set! five (list (time (fact 5)) (call-with-values (lambda () (time (values 1 2))) list))))))
(write five)
(newline)
(message (eval '(time) (interaction-environment)))
(message (time (car five 1)))

;; assert shows the expression, and the values of what is said besides.
(assert (= 1 1))
(let ((x 3)) (message (assert (> x 5) "too small:" x)))
(message (assert #f))
(message (eval '(assert) (interaction-environment)))
