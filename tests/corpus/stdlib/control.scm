;;; Control, exceptions, parameters, case-lambda and promises: what the library does.

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
(define trail '())
(define (note x) (set! trail (cons x trail)))
(define (show-trail) (write (reverse trail)) (newline) (set! trail '()))

;; dynamic-wind
(show (dynamic-wind (lambda () (note 'in)) (lambda () (note 'body) 'value) (lambda () (note 'out))))
(show-trail)
(define k #f)
(let ((visits 0))
  (dynamic-wind
   (lambda () (note 'in-1))
   (lambda ()
     (dynamic-wind
      (lambda () (note 'in-2))
      (lambda () (call/cc (lambda (c) (set! k c))) (note 'body))
      (lambda () (note 'out-2))))
   (lambda () (note 'out-1)))
  (set! visits (+ visits 1))
  (if (< visits 3) (k 'again)))
(show-trail)
(show (call/cc (lambda (leave)
                 (dynamic-wind (lambda () (note 'in)) (lambda () (leave 'left)) (lambda () (note 'out))))))
(show-trail)
;; A jump between two extents with a common part runs only what differs.
(define inner #f)
(define count-jumps 0)
(dynamic-wind
 (lambda () (note 'common-in))
 (lambda ()
   (dynamic-wind (lambda () (note 'a-in)) (lambda () (call/cc (lambda (c) (set! inner c)))) (lambda () (note 'a-out)))
   (if (< count-jumps 1)
       (begin
         (set! count-jumps 1)
         (dynamic-wind (lambda () (note 'b-in)) (lambda () (inner 'x)) (lambda () (note 'b-out))))))
 (lambda () (note 'common-out)))
(show-trail)
;; Parameters and handlers of an `after` are those outside of its `dynamic-wind`.
(define p (make-parameter 'outside))
(call/cc (lambda (leave)
           (dynamic-wind
            (lambda () #f)
            (lambda () (parameterize ((p 'inside)) (leave 1)))
            (lambda () (note (p))))))
(show-trail)
(show (guard (x (#t (list 'outer x)))
        (dynamic-wind
         (lambda () #f)
         (lambda () (guard (y ((number? y) y)) (raise 'first)))
         (lambda () #f))))
(show (guard (x (#t (list 'caught x)))
        (guard (x ((symbol? x) 'never))
          (dynamic-wind (lambda () #f) (lambda () 1) (lambda () (raise "after"))))))
(show (call-with-values (lambda () (dynamic-wind void (lambda () (values 1 2)) void)) list))

;; guard
(show (guard (e (#f 'never) ((string? e) (string-append e "!"))) (raise "oops")))
(show (guard (e ((assq 'a e) => cdr) ((assq 'b e))) (raise (list (cons 'a 42)))))
(show (guard (e ((assq 'a e) => cdr) ((assq 'b e))) (raise (list (cons 'b 23)))))
(show (call-with-values (lambda () (guard (e (#t 'no)) (values 1 2 3))) list))
(show (with-exception-handler
       (lambda (e) (* e 10))
       (lambda () (+ 1 (guard (e ((string? e) 'no)) (+ 2 (raise-continuable 4)))))))
(show (guard (e (#t (list 'outer e)))
        (with-exception-handler
         (lambda (e) (note (list 'handler e)) 'returned)
         (lambda () (guard (e ((string? e) 'no)) (raise 'thrown))))))
(show-trail)
(show (guard (e (#t (list e 'rethrown))) (guard (e ((begin (note 'test) #f) 1)) (dynamic-wind (lambda () (note 'in)) (lambda () (raise 'x)) (lambda () (note 'out))))))
(show-trail)
(report (guard (e ((string? e) e)) (vector-ref (vector 1 2) 5)))
(report (raise 'plain))
(report (error "message:" 1 "two" 'three))

;; A million guards, in constant space; deep ones.
(define (spin n) (if (= n 0) 'done (begin (guard (e (#t #f)) (raise n)) (spin (- n 1)))))
(show (spin 100000))
(define (deep n) (if (= n 0) (raise 'bottom) (guard (e ((number? e) e)) (+ 1 (deep (- n 1))))))
(show (guard (e (#t e)) (deep 1000)))

;; parameters
(define q (make-parameter 10 (lambda (x) (note (list 'convert x)) (* x 2))))
(show (q))
(show (parameterize ((q 3)) (q)))
(show (parameterize ((q 3) (p 'x)) (parameterize ((q 4)) (list (q) (p)))))
(show (q) (p))
(show-trail)
(report (parameterize ((car 1)) 2))
(report (parameterize ((5 1)) 2))
(show (let ((again #f) (rounds 0))
        (parameterize ((p 'in)) (call/cc (lambda (c) (set! again c))) (note (p)))
        (set! rounds (+ rounds 1))
        (if (< rounds 2) (again #f))
        (p)))
(show-trail)

;; case-lambda
(define range
  (case-lambda
    ((e) (range 0 e))
    ((b e) (if (>= b e) '() (cons b (range (+ b 1) e))))
    ((b e . more) (list b e more))))
(show (range 3) (range 3 5) (range 1 2 3 4))
(define one-or-three (case-lambda ((a) a) ((a b c) c)))
(show (procedure-arity one-or-three) (procedure? one-or-three))
(show (call/cc (lambda (k) (with-exception-handler (lambda (c) (k (error-object? c))) (lambda () (one-or-three 1 2))))))
(define loop (case-lambda ((n) (loop n 0)) ((n acc) (if (= n 0) acc (loop (- n 1) (+ acc 1))))))
(show (loop 1000000))
(show (map (case-lambda ((x) (list x)) ((x y) (+ x y))) '(1 2) '(3 4)))

;; promises
(define n 0)
(define pr (delay (begin (set! n (+ n 1)) (if (> n x) n (force pr)))))
(define x 5)
(show (force pr) (begin (set! x 10) (force pr)))
(define (stream-loop n) (if (= n 0) (delay 'end) (delay-force (stream-loop (- n 1)))))
(show (force (stream-loop 300000)))
(show (force 7) (promise? (make-promise 1)) (force (make-promise (make-promise 2))) (eq? pr (make-promise pr)))
(define r (delay (begin (display "once ") 1)))
(define s (delay-force r))
(show (force s) (force r))
(define (integers n) (cons-stream n (integers (+ n 1))))
(show (stream-head (stream-map + (integers 0) (integers 10)) 3))
(show (stream->list (stream-filter even? (integers 0)) 4) (stream-ref (integers 0) 1000))
(show (stream->list (stream-append (stream 1 2) (stream 3))) (stream-pair? (stream)) (stream-tail (stream 1 2) 2))
(report (stream-car 5) (stream-tail (stream 1) 4))

;; several values, escapes, winding tail calls
(show (call-with-values (lambda () (values)) list) (call-with-values (lambda () 5) list))
(show (+ 1 (call/ec (lambda (k) (+ 100 (k 1))))))
(show (+ 1 (call/cc (lambda (k) (within-continuation k (lambda () 1))))))

;; The library's own procedures as values; a builtin that leaves its arguments to the library is a
;; call like any other, whatever comes before it in the expression.
(show (apply map list '((1 2) (3 4))) (map force (map make-promise '(1 2))))
(define (same x) x)
(show (member "B" '("a" "b") (same (lambda (a b) (string-ci=? a b)))))
(show (list (same 1) (assoc 2.0 '((1 one) (2 two)) (same =)) (same 2)))
(show (apply member 2.0 (list '(1 2 3) =)) (map (lambda (m) (m 2.0 '(1 2) =)) (list member)))

;; An escape from a sort, and back into a map that has finished.
(show (call/cc (lambda (k) (sort '(3 1 2) (lambda (a b) (k 'escaped))))))
