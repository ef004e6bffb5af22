;;; A taint tracker: what came from outside must not reach the database unchecked.
;;;
;;; A tainted value is a value in an envelope that level 0 never sees. Builtins are applied to what is
;;; in the envelopes of their operands, and their result gets an envelope if an operand had one.
;;; Procedures of the program hand envelopes on. A few names have a rule of their own.

(EM (begin
      (define-record-type envelope (taint value) tainted? (value content))
      (define (open object)
        (if (tainted? object) (content object) object))

      ;; The procedures of the program, which are all those that it made itself.
      (define own (make-eq-hash-table))
      (define (eval-lambda/own exp env cont)
        (original-lambda exp env
          (lambda (procedure)
            (hash-table-set! own procedure #t)
            (cont procedure))))

      (define (base-apply/taint operator operands env cont)
        (cond ((or (hash-table-contains? own operator) (not (any tainted? operands)))
               (original-apply operator operands env cont))
              (else
               (original-apply operator (map open operands) env
                 (lambda (value) (cont (taint value)))))))

      ;; A test looks into the envelope: who asks "is it empty?" may know.
      (define (eval-if/taint exp env cont)
        (base-eval (cadr exp) env
          (lambda (test)
            (cond ((open test) (base-eval (caddr exp) env cont))
                  ((pair? (cdddr exp)) (base-eval (cadddr exp) env cont))
                  (else (cont (if #f #f)))))))

      (define original-lambda eval-lambda)
      (define original-apply base-apply)
      (define original-if eval-if)
      (set! eval-lambda eval-lambda/own)
      (set! base-apply base-apply/taint)
      (set! eval-if eval-if/taint)))

;; What comes from outside gets its envelope here. A delta, because level 0 cannot make one.
(define from-outside
  (delta (exp env cont)
    (base-eval (car exp) env (lambda (value) (cont (taint value))))))

;; Who checks a value may take it out.
(define checked
  (delta (exp env cont)
    (base-eval (car exp) env
      (lambda (value)
        (if (string-index (open value) #\')
            (base-apply error (list "not fit for a query" (open value)) env cont)
            (cont (open value)))))))

;; The place that nothing tainted may reach. The error is level 0's.
(define run-query
  (delta (exp env cont)
    (base-eval (car exp) env
      (lambda (value)
        (if (tainted? value)
            (base-apply error (list "tainted query") env cont)
            (cont (list 'rows 'for value)))))))

;; An ordinary program. Nothing in it speaks of envelopes.
(define (query name)
  (string-append "select * from users where name = '" name "'"))

(define (greeting name)
  (if (string=? name "") "hello, stranger" (string-append "hello, " name)))

(define-syntax try
  (syntax-rules ()
    ((try exp)
     (guard (problem (#t (display (condition/report-string problem)) (newline)))
       (display exp)
       (newline)))))

(define ann "Ann")
(define typed (from-outside "Bob"))
(define evil (from-outside "x' or '1' = '1"))

(try (run-query (query ann)))
(try (run-query (query typed)))                 ; tainted: a part of it came from outside
(try (run-query (query (checked typed))))
(try (run-query (query (checked evil))))

;; What is tainted stays tainted, through builtins and procedures; what is not, does not become it.
(define (reversed text) (list->string (reverse (string->list text))))
(try (run-query (reversed (reversed typed))))
(try (run-query (substring (greeting ann) 0 5)))
(try (run-query (greeting (from-outside ""))))  ; but a test lets one bit through

;; We take it back. The envelopes that are left are strange objects to level 0.
(EM (begin
      (set! eval-lambda original-lambda)
      (set! base-apply original-apply)
      (set! eval-if original-if)))
(try (run-query (query ann)))
(try (query typed))
(display (evaluators 0))
(newline)
