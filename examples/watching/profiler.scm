;;; A profiler: which variables does a program look up, and how often?
;;;
;;; Level 0 looks up a variable by `eval-var`. `with-evaluator` replaces it while a thunk runs: it
;;; calls `counting` with the original, and puts that back in the end, whichever way the thunk is left.

;; How many look-ups it takes to run the thunk.
(define (look-ups thunk)
  (let ((count 0))
    (define (counting original)
      (lambda (exp env cont)
        (set! count (+ count 1))
        (original exp env cont)))
    (with-evaluator 'eval-var counting thunk)
    count))

;; The same for each name, the busiest first.
(define (profile thunk)
  (let ((counts (make-equal-hash-table)))
    (define (counting original)
      (lambda (exp env cont)
        (hash-table-update!/default counts exp (lambda (count) (+ count 1)) 0)
        (original exp env cont)))
    (with-evaluator 'eval-var counting thunk)
    (sort (hash-table->alist counts)
          (lambda (one other) (> (cdr one) (cdr other))))))

(define (fib n)
  (if (< n 2)
      n
      (+ (fib (- n 1)) (fib (- n 2)))))

(define (show object)
  (write object)
  (newline))

;; In (+ 1 2) there is one variable: +.
(show (look-ups (lambda () (+ 1 2))))
(show (look-ups (lambda () (fib 15))))

;; Which names are they?
(for-each show (profile (lambda () (fib 15))))

;; What happens inside a builtin or a procedure of the library is not level 0's business: `sort` is
;; one step. But the procedure that we gave it is ours: b and a are looked up once for each comparison.
(for-each show
  (profile (lambda () (sort '(3 1 2) (lambda (a b) (< a b))))))

;; Nothing is left of it: `with-evaluator` has taken the hook back.
(show (evaluators 0))
