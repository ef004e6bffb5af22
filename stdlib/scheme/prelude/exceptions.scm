;;; Exceptions (R7RS 4.2.7, 6.11): what `guard` stands on, and the errors that the library raises.

;; What `(guard (e clause …) body …)` calls: `handle` gets the object, and a thunk by which the object
;; goes on to the handlers outside as if this `guard` were not there. What begins with `%` is the library's
;; own: no hook sees its calls.
(define (%guard body handle)
  (define (%protected %leave)
    (define (%offer object)
      (define (%pass at-raise)
        (%leave (cons %guarded (cons object at-raise))))
      (call-with-current-continuation %pass))
    (with-exception-handler %offer body))
  (let ((outcome (call-with-current-continuation %protected)))
    (if (and (pair? outcome) (eq? (car outcome) %guarded))
        (handle (cadr outcome) (%private (lambda () (%reraise (cddr outcome) (cadr outcome)))))
        outcome)))

;; The mark of what a handler of `guard` passes on; no program can get hold of it.
(define %guarded (list 'guarded))

(define (%reraise at-raise object)
  (%change-winders (%continuation-winders at-raise))
  (%decline at-raise object))

(define (%wrong-type who position expected found)
  (raise (%make-condition
          'wrong-type
          (string-append (symbol->string who)
                         ": argument " (number->string position)
                         " is not " expected)
          (list found)
          (vector expected found position))))

;; The argument at `position` is a list that comes back to itself where one that ends is needed.
(define (%circular who position)
  (raise (%make-condition
          'circular
          (string-append (symbol->string who)
                         ": argument " (number->string position)
                         " is a circular list")
          '())))

(define (%no-result who reason found)
  (raise (%make-condition
          'no-result
          (string-append (symbol->string who) ": " reason)
          (list found))))

;; Who calls what it is given later, or perhaps never, looks at it before anything else is done.
(define (%check-procedure who position found)
  (if (not (procedure? found))
      (%wrong-type who position "a procedure" found)))

;; (warn message irritant …): MIT Scheme.
(define (warn message . irritants)
  (let ((port (current-error-port)))
    (fresh-line port)
    (write-string
     (string-append "warning: "
                    (condition/report-string (%make-condition 'warning message irritants)))
     port)
    (newline port)))

;; (assertion-violation who message irritant …): R6RS.
(define (assertion-violation who message . irritants)
  (raise (%make-condition
          'message
          (if (symbol? who) (string-append (symbol->string who) ": " message) message)
          irritants)))

;; (guarantee predicate object [who]): the object, if the predicate holds of it.
(define (guarantee predicate object . who)
  (cond ((not (procedure? predicate)) (%wrong-type 'guarantee 1 "a procedure" predicate))
        (else
         (if (predicate object)
             object
             (%no-result (if (and (pair? who) (symbol? (car who))) (car who) 'guarantee)
                         "the argument is not what is asked for"
                         object)))))
