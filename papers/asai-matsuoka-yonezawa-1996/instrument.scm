;;; A new form, (instrument EXP): the value of EXP, and how often each evaluator function was called for
;;; it. Level 1 has the form and the counters; the program has neither.

(define church-2 (lambda (f) (lambda (x) (f (f x)))))
(define (church->number n) ((n (lambda (k) (+ k 1))) 0))

;; The predecessor by pairs, and the one by a function that skips the first step.
(define (predecessor-by-pairs n)
  (car ((n (lambda (p) (cons (cdr p) (lambda (f) (lambda (x) (f (((cdr p) f) x)))))))
        (cons church-2 (lambda (f) (lambda (x) x))))))
(define (predecessor-by-skipping n)
  (lambda (f)
    (lambda (x)
      (((n (lambda (g) (lambda (h) (h (g f))))) (lambda (u) x)) (lambda (u) u)))))

(em '(define counts '()))
(em '(define (note! name)
       (let ((entry (assq name counts)))
         (if entry
             (set-cdr! entry (+ (cdr entry) 1))
             (set! counts (cons (cons name 1) counts))))))
(em '(define (noting name original)
       (lambda (exp env cont) (note! name) (original exp env cont))))
(em '(define kept (list base-eval eval-var eval-if eval-lambda eval-application)))
(em '(define (replace-all! functions)
       (set! base-eval (car functions))
       (set! eval-var (cadr functions))
       (set! eval-if (caddr functions))
       (set! eval-lambda (cadddr functions))
       (set! eval-application (car (cddddr functions)))))
(em '(define (shown counts)
       (list-sort (lambda (a b) (string<? (symbol->string (car a)) (symbol->string (car b)))) counts)))

;; The form is known to level 1's eval-application, as any application is.
(em '(define (with-instrument original)
       (lambda (exp env cont)
         (if (and (symbol? (car exp)) (identifier=? env (car exp) env 'instrument))
             (begin
               (set! counts '())
               (replace-all!
                (map noting '(base-eval eval-var eval-if eval-lambda eval-application) kept))
               (base-eval (cadr exp) env
                          (lambda (value)
                            (replace-all! instrumented)
                            (cont (cons value (shown counts))))))
             (original exp env cont)))))
(em '(define instrumented
       (append (list (car kept) (cadr kept) (caddr kept) (cadddr kept))
               (list (with-instrument (car (cddddr kept)))))))
(em '(replace-all! instrumented))

(define (show report)
  (for-each (lambda (part) (write part) (newline)) report)
  (newline))

(show (instrument (+ 1 2)))
(show (instrument (if (< 1 2) 'smaller 'larger)))
(show (instrument (church->number (predecessor-by-pairs church-2))))
(show (instrument (church->number (predecessor-by-skipping church-2))))
