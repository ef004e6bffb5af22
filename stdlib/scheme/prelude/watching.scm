;;; Watching a program: how long an expression takes, and which calls are made of procedures.

;; What `(time expression)` calls. What is printed goes to the current output port.
(define (%time thunk)
  (let ((before (%measures)))
    (let ((result (thunk)))
      (fresh-line)
      (write-string (%measured before))
      (newline)
      result)))

;; A tracer is a procedure that is bound in the place of another: it prints each call of that, with its
;; arguments, and what it returns, indented as deep as calls wait for each other. This is the list, after
;; its first element, of each tracer with its procedure.
(define %tracers (list 'tracers))

;; The traced call that runs: how many wait around it, and the continuation of its procedure.
(define %traced-call (%make-parameter #f #f))

;; What `(trace name …)` calls: binds tracers in the level's global environment. Of no names: the list
;; of those that are traced. A procedure that is defined anew is not traced.
(define (%trace names)
  (let* ((environment (interaction-environment))
         (procedures (map (lambda (name) (environment-lookup environment name)) names)))
    (for-each
     (lambda (procedure)
       (%check-procedure 'trace 1 procedure)
       (if (parameter? procedure)
           (%wrong-type 'trace 1 "a procedure that is no parameter" procedure)))
     procedures)
    (for-each
     (lambda (name procedure)
       (if (not (assq procedure (cdr %tracers)))
           (let ((tracer (%tracer name procedure)))
             (set-cdr! %tracers (cons (cons tracer procedure) (cdr %tracers)))
             (environment-define environment name tracer))))
     names
     procedures)
    (if (null? names) (%traced-names environment) (void))))

;; What `(untrace name …)` calls; of no names: nothing is traced any longer.
(define (%untrace names)
  (let ((environment (interaction-environment)))
    (for-each
     (lambda (name)
       (let ((found (assq (environment-lookup environment name) (cdr %tracers))))
         (if found (environment-define environment name (cdr found)))))
     (if (null? names) (%traced-names environment) names))))

(define (%traced-names environment)
  (filter (lambda (name) (assq (environment-lookup environment name) (cdr %tracers)))
          (environment-bound-names environment)))

;; A call in tail position of the traced call that runs takes its place: the result is printed once, and
;; no call waits for another.
(define (%tracer name procedure)
  (define (tracer . arguments)
    (call-with-current-continuation
     (lambda (continuation)
       (let ((around (%traced-call)))
         (if (and around (%same-continuation? continuation (cdr around)))
             (begin
               (%print-trace (car around) "> " (%written (cons name arguments)))
               (apply procedure arguments))
             (%call-traced (if around (+ (car around) 1) 0) name procedure arguments))))))
  (%takes-place tracer))

(define (%call-traced depth name procedure arguments)
  (%print-trace depth "> " (%written (cons name arguments)))
  (let* ((call (cons depth #f))
         (result
          (%with-bindings
           (cons (list %traced-call call) (%bindings))
           (lambda ()
             (call-with-current-continuation
              (lambda (continuation)
                (set-cdr! call continuation)
                (apply procedure arguments)))))))
    (%print-trace depth "< " (%written-values result))
    result))

(define (%written-values result)
  (call-with-values
   (lambda () result)
   (lambda values
     (let loop ((values values) (text ""))
       (cond ((null? values) text)
             ((string=? text "") (loop (cdr values) (%written (car values))))
             (else (loop (cdr values) (string-append text " " (%written (car values))))))))))

;; Beyond twenty, depths are written as numbers.
(define (%print-trace depth mark text)
  (fresh-line)
  (write-string (make-string (* 2 (min depth 20)) #\space))
  (if (> depth 20)
      (write-string (string-append "[" (number->string depth) "] ")))
  (write-string mark)
  (write-string text)
  (newline))
