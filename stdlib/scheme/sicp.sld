(define-library (sicp)
  ;; What programs of "Structure and Interpretation of Computer Programs" use: the report's names,
  (export
   * + - ... / < <= = => > >= _ abs acos and angle append apply asin assoc assq assv atan begin
   boolean? caaaar caaadr caaar caadar caaddr caadr caar cadaar cadadr cadar caddar cadddr caddr
   cadr call-with-current-continuation call-with-values call/cc car case cdaaar cdaadr cdaar cdadar
   cdaddr cdadr cdar cddaar cddadr cddar cdddar cddddr cdddr cddr cdr ceiling char->integer
   char-alphabetic? char-downcase char-numeric? char-upcase char-whitespace? char<? char=? char?
   complex? cond cons cos define define-syntax delay denominator display do dynamic-wind else
   eof-object? eq? equal? error eval even? exact exact->inexact exact? exp expt floor for-each
   force gcd if imag-part inexact inexact->exact inexact? integer->char integer?
   interaction-environment lambda lcm length let let* let-syntax letrec letrec* letrec-syntax list
   list->string list->vector list-ref list-tail list? log magnitude make-polar make-rectangular
   make-string make-vector map max member memq memv min modulo negative? newline not null?
   number->string number? numerator odd? or pair? positive? procedure? quasiquote quote quotient
   rational? read real-part real? remainder reverse round set! set-car! set-cdr! sin sqrt string
   string->list string->number string->symbol string-append string-copy string-length string-ref
   string<? string=? string? substring symbol->string symbol? syntax-rules tan truncate unquote
   unquote-splicing values vector vector->list vector-fill! vector-length vector-ref vector-set!
   vector? write write-char zero?
   ;; its constants and small procedures,
   -1+ 1+ assert dec false identity inc iota nil random runtime square true
   system-global-environment the-environment user-initial-environment void
   ;; streams,
   cons-stream empty-stream? stream stream->list stream-append stream-car stream-cdr stream-filter
   stream-first stream-for-each stream-head stream-map stream-null? stream-pair? stream-ref
   stream-rest stream-tail the-empty-stream
   ;; the table of generic operations, which chapter 2 uses and chapter 3 makes,
   get get-coercion put put-coercion
   ;; processes and mutexes, which are section 3.4's,
   clear! make-mutex make-serializer parallel-execute test-and-set!
   ;; and choices, which are chapter 4's.
   all-values amb amb-set! an-element-of an-integer-between an-integer-starting-from if-fail
   permanent-set! require try-again)
  (import (except (scheme base) square) (scheme char) (scheme complex) (scheme cxr) (scheme eval)
          (scheme inexact) (scheme read) (scheme repl) (scheme write) (sicp builtins)
          (sicp processes)
          (only (scheme r5rs) exact->inexact inexact->exact) (only (tower prelude) %private))
  (begin
    (define true #t)
    (define false #f)
    (define nil '())

    (define (inc number) (+ number 1))
    (define (dec number) (- number 1))
    (define (identity object) object)

    (define system-global-environment (interaction-environment))
    (define user-initial-environment system-global-environment)

    ;; Two-key tables: ((first (second . item) …) …), the keys compared by `equal?`.
    (define (insert! table first second item)
      (let ((row (assoc first (cdr table))))
        (if row
            (let ((entry (assoc second (cdr row))))
              (if entry
                  (set-cdr! entry item)
                  (set-cdr! row (cons (cons second item) (cdr row)))))
            (set-cdr! table (cons (list first (cons second item)) (cdr table))))))

    ;; #f if there is none.
    (define (look-up table first second)
      (let* ((row (assoc first (cdr table)))
             (entry (and row (assoc second (cdr row)))))
        (and entry (cdr entry))))

    (define operations (list 'operations))
    (define coercions (list 'coercions))

    (define (put operation type item) (insert! operations operation type item))
    (define (get operation type) (look-up operations operation type))
    (define (put-coercion from to item) (insert! coercions from to item))
    (define (get-coercion from to) (look-up coercions from to))

    ;; Choices by continuations. Invariant: `choices` are procedures of no arguments, the latest
    ;; choice first; each goes on with what is left of a choice and never returns.
    (define choices '())

    (define (choose-later! choice)
      (set! choices (cons choice choices)))

    (define (try-again)
      (if (null? choices)
          (error "amb: there are no more choices")
          (let ((choice (car choices)))
            (set! choices (cdr choices))
            (choice))))

    ;; The last alternative is no choice: a loop through it takes no room.
    (define (choose alternatives)
      (cond ((null? alternatives) (try-again))
            ((null? (cdr alternatives)) ((car alternatives)))
            (else
             ((call/cc
               (lambda (%return)
                 (choose-later!
                  (lambda () (%return (%private (lambda () (choose (cdr alternatives)))))))
                 (car alternatives)))))))

    ;; (amb expression …): the value of one of them, the first one first; `(amb)` fails, which goes
    ;; back to the latest choice. Choices and what they must fulfil belong into one form.
    (define-syntax amb
      (syntax-rules ()
        ((_ alternative ...) (choose (list (lambda () alternative) ...)))))

    ;; (if-fail expression alternative): `alternative` once `expression` has no more values.
    (define-syntax if-fail
      (syntax-rules ()
        ((_ expression alternative) (amb expression alternative))))

    ;; `set!` lasts, as in all of Scheme; the evaluator of chapter 4 has another name for that.
    (define-syntax permanent-set!
      (syntax-rules ()
        ((_ variable value) (set! variable value))))

    ;; (amb-set! variable value): an assignment that going back takes back.
    (define-syntax amb-set!
      (syntax-rules ()
        ((_ variable value)
         (let ((old variable))
           (choose-later! (lambda () (set! variable old) (try-again)))
           (set! variable value)))))

    ;; (all-values expression): the list of its values, in the order in which they are found. It
    ;; leaves no choices behind, and failing inside does not reach those outside.
    (define-syntax all-values
      (syntax-rules ()
        ((_ expression) (list-of-values (lambda () expression)))))

    (define (list-of-values thunk)
      (let ((found '()) (own '()))
        (define (exchange!)
          (let ((others choices))
            (set! choices own)
            (set! own others)))
        (dynamic-wind
         exchange!
         (lambda ()
           (call/cc
            (lambda (%return)
              (choose-later! (lambda () (%return #f)))
              (let ((value (thunk)))
                (set! found (cons value found))
                (try-again)))))
         exchange!)
        (reverse found)))

    (define (require true?)
      (if (not true?) (try-again)))

    (define (an-element-of items)
      (if (not (list? items)) (error "an-element-of: takes a list:" items))
      (choose (map (lambda (item) (%private (lambda () item))) items)))

    ;; `amb`, whose alternatives are the library's own: it passes them on itself.
    (define (either . alternatives) (choose alternatives))

    (define (an-integer-starting-from least)
      (either (lambda () least) (lambda () (an-integer-starting-from (+ least 1)))))

    (define (an-integer-between least most)
      (require (<= least most))
      (if (= least most)
          least
          (either (lambda () least) (lambda () (an-integer-between (+ least 1) most)))))))
