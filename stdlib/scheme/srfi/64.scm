;;; Testing (SRFI 64).
;;;
;;; A runner holds what is known of a run: its counts, the groups that are open, what is to be
;;; skipped, and the facts of the test that runs or ran last, an alist. What it says it says by its
;;; callbacks. `source-file` and `source-line` are where the test's first operand was read; they are
;;; missing of what no file says, as of tests that macros make. An error type of `test-error` is `#t` or
;;; a predicate of the raised object.

(define-record-type test-runner
  (make-runner counts open skips expected-failures wanted facts aux log by-begin
               on-test-begin on-test-end on-group-begin on-group-end
               on-bad-count on-bad-end-name on-final)
  test-runner?
  ;; A list of (kind . count).
  (counts runner-counts set-runner-counts!)
  ;; The open groups, the innermost first.
  (open runner-open set-runner-open!)
  ;; Predicates of a runner.
  (skips runner-skips set-runner-skips!)
  (expected-failures runner-expected-failures set-runner-expected-failures!)
  ;; What `test-apply` asked for, or #f for all.
  (wanted runner-wanted set-runner-wanted!)
  (facts runner-facts set-runner-facts!)
  (aux test-runner-aux-value test-runner-aux-value!)
  ;; The port of the log, or #f.
  (log runner-log set-runner-log!)
  ;; Whether `test-begin` made it current: then the last `test-end` takes it away.
  (by-begin runner-by-begin? set-runner-by-begin!)
  (on-test-begin runner-on-test-begin test-runner-on-test-begin!)
  (on-test-end runner-on-test-end test-runner-on-test-end!)
  (on-group-begin runner-on-group-begin test-runner-on-group-begin!)
  (on-group-end runner-on-group-end test-runner-on-group-end!)
  (on-bad-count runner-on-bad-count test-runner-on-bad-count!)
  (on-bad-end-name runner-on-bad-end-name test-runner-on-bad-end-name!)
  (on-final runner-on-final test-runner-on-final!))

;; A group: how many tests it shall have, or #f, and what the runner was like before it.
(define-record-type group
  (make-group name expected before skips expected-failures)
  group?
  (name group-name)
  (expected group-expected)
  (before group-before)
  (skips group-skips)
  (expected-failures group-expected-failures))

(define kinds '(pass fail xpass xfail skip))

(define (no-counts) (map (lambda (kind) (cons kind 0)) kinds))

(define (check-runner who object)
  (if (not (test-runner? object))
      (error (string-append who ": argument 1 is not a test runner") object)))

(define (check-procedure who position object)
  (if (not (procedure? object))
      (error (string-append who ": argument " (number->string position) " is not a procedure")
             object)))

(define (check-count who position object)
  (if (not (and (exact-integer? object) (>= object 0)))
      (error (string-append who ": argument " (number->string position)
                            " is not an exact integer that is not negative")
             object)))

;;; Runners

(define (ignore . arguments) #f)

;; What a runner calls. What is the library's own it calls as part of its steps.
(define (test-runner-on-test-begin runner) (%public (runner-on-test-begin runner)))
(define (test-runner-on-test-end runner) (%public (runner-on-test-end runner)))
(define (test-runner-on-group-begin runner) (%public (runner-on-group-begin runner)))
(define (test-runner-on-group-end runner) (%public (runner-on-group-end runner)))
(define (test-runner-on-bad-count runner) (%public (runner-on-bad-count runner)))
(define (test-runner-on-bad-end-name runner) (%public (runner-on-bad-end-name runner)))
(define (test-runner-on-final runner) (%public (runner-on-final runner)))

(define (test-runner-null)
  (make-runner (no-counts) '() '() '() #f '() #f #f #f
               ignore ignore ignore ignore ignore ignore ignore))

(define (test-runner-simple)
  (make-runner (no-counts) '() '() '() #f '() #f #f #f
               test-on-test-begin-simple test-on-test-end-simple
               test-on-group-begin-simple test-on-group-end-simple
               test-on-bad-count-simple test-on-bad-end-name-simple test-on-final-simple))

;; Parameters, which are bound by `parameterize` or assigned by a call.
(define test-runner-current
  (make-parameter
   #f
   (lambda (object)
     (if object (check-runner "test-runner-current" object))
     object)))

(define test-runner-factory
  (make-parameter
   test-runner-simple
   (lambda (object)
     (check-procedure "test-runner-factory" 1 object)
     object)))

(define (test-runner-create) ((test-runner-factory)))

(define (test-runner-get)
  (or (test-runner-current)
      (error "test-runner-get: there is no test runner: a test stands after a test-begin")))

;; As new, but for its callbacks and the aux value.
(define (test-runner-reset runner)
  (check-runner "test-runner-reset" runner)
  (close-log runner)
  (set-runner-counts! runner (no-counts))
  (set-runner-open! runner '())
  (set-runner-skips! runner '())
  (set-runner-expected-failures! runner '())
  (set-runner-wanted! runner #f)
  (set-runner-facts! runner '()))

(define (count-of kind)
  (lambda (runner) (cdr (assq kind (runner-counts runner)))))

(define test-runner-pass-count (count-of 'pass))
(define test-runner-fail-count (count-of 'fail))
(define test-runner-xpass-count (count-of 'xpass))
(define test-runner-xfail-count (count-of 'xfail))
(define test-runner-skip-count (count-of 'skip))

(define (runner-total runner) (apply + (map cdr (runner-counts runner))))

(define (test-runner-group-stack runner) (map group-name (runner-open runner)))
(define (test-runner-group-path runner) (reverse (test-runner-group-stack runner)))
(define (test-runner-test-name runner) (test-result-ref runner 'test-name ""))

(define-syntax test-with-runner
  (syntax-rules ()
    ((_ runner form ...)
     (call-with-runner runner (lambda () form ... (if #f #f))))))

(define (call-with-runner runner thunk)
  (check-runner "test-with-runner" runner)
  (parameterize ((test-runner-current runner)) (thunk)))

;;; What is known of a test

(define (test-result-alist runner) (runner-facts runner))
(define (test-result-clear runner) (set-runner-facts! runner '()))

(define (test-result-ref runner name . default)
  (let ((fact (assq name (runner-facts runner))))
    (cond (fact (cdr fact))
          ((pair? default) (car default))
          (else #f))))

(define (test-result-set! runner name value)
  (let ((fact (assq name (runner-facts runner))))
    (if fact
        (set-cdr! fact value)
        (set-runner-facts! runner (cons (cons name value) (runner-facts runner))))))

(define (test-result-remove runner name)
  (let loop ((facts (runner-facts runner)) (kept '()))
    (cond ((null? facts) (set-runner-facts! runner (reverse kept)))
          ((eq? (caar facts) name) (loop (cdr facts) kept))
          (else (loop (cdr facts) (cons (car facts) kept))))))

(define (given-or-current rest)
  (if (pair? rest) (car rest) (test-runner-get)))

(define (test-result-kind . runner)
  (test-result-ref (given-or-current runner) 'result-kind))

(define (test-passed? . runner)
  (and (memq (test-result-ref (given-or-current runner) 'result-kind) '(pass xpass)) #t))

;;; Which tests are meant

;; A name, a count or a predicate, as a predicate. Those that count do so at each call: all of
;; several are asked each time.
(define (specifier->predicate who specifier)
  (cond ((procedure? specifier) specifier)
        ((string? specifier) (%private (test-match-name specifier)))
        ((exact-integer? specifier) (%private (test-match-nth 1 specifier)))
        (else
         (error (string-append who ": not a specifier: expected a name, a count or a predicate")
                specifier))))

(define (specifiers->predicates who specifiers)
  (map (lambda (specifier) (specifier->predicate who specifier)) specifiers))

(define (test-match-name name)
  (lambda (runner) (equal? name (test-runner-test-name runner))))

(define (test-match-nth n . count)
  (check-count "test-match-nth" 1 n)
  (if (pair? count) (check-count "test-match-nth" 2 (car count)))
  (let ((end (+ n (if (pair? count) (car count) 1))) (calls 0))
    (lambda (runner)
      (set! calls (+ calls 1))
      (and (>= calls n) (< calls end)))))

;; How many of the predicates hold; each is asked.
(define (matches predicates runner)
  (let loop ((rest predicates) (total 0))
    (if (null? rest)
        total
        (loop (cdr rest) (if ((car rest) runner) (+ total 1) total)))))

(define (test-match-any . specifiers)
  (let ((predicates (specifiers->predicates "test-match-any" specifiers)))
    (lambda (runner) (> (matches predicates runner) 0))))

(define (test-match-all . specifiers)
  (let ((predicates (specifiers->predicates "test-match-all" specifiers)))
    (lambda (runner) (= (matches predicates runner) (length predicates)))))

;; The predicate of what all of these hold of.
(define (every-one predicates) (%private (apply test-match-all predicates)))

(define (test-skip . specifiers)
  (let* ((runner (test-runner-get))
         (all (every-one (specifiers->predicates "test-skip" specifiers))))
    (set-runner-skips! runner (cons all (runner-skips runner)))))

(define (test-expect-fail . specifiers)
  (let* ((runner (test-runner-get))
         (all (every-one (specifiers->predicates "test-expect-fail" specifiers))))
    (set-runner-expected-failures! runner (cons all (runner-expected-failures runner)))))

;; Sets what kind the result will be, as far as that is known before the test, and says whether the
;; test runs.
(define (shall-run? runner)
  (let* ((wanted (runner-wanted runner))
         (unwanted (and wanted (= 0 (matches wanted runner))))
         (skipped (> (matches (runner-skips runner) runner) 0))
         (expected (> (matches (runner-expected-failures runner) runner) 0)))
    (cond ((or unwanted skipped) (test-result-set! runner 'result-kind 'skip))
          (expected (test-result-set! runner 'result-kind 'xfail)))
    (not (or unwanted skipped))))

;; (test-apply [runner] specifier … procedure)
(define (test-apply first . rest)
  (cond ((test-runner? first)
         (call-with-runner first (lambda () (apply test-apply rest))))
        ((test-runner-current)
         => (lambda (runner) (apply-some runner (cons first rest))))
        (else
         (let ((runner (test-runner-create)))
           (call-with-runner runner (lambda () (apply test-apply first rest)))
           ((runner-on-final runner) runner)))))

(define (apply-some runner arguments)
  (let* ((backwards (reverse arguments))
         (procedure (car backwards))
         (specifiers (specifiers->predicates "test-apply" (cdr backwards)))
         (before (runner-wanted runner)))
    (check-procedure "test-apply" (length arguments) procedure)
    (dynamic-wind
     (lambda () (if (pair? specifiers) (set-runner-wanted! runner specifiers)))
     procedure
     (lambda () (set-runner-wanted! runner before)))))

;;; Groups

;; (test-begin name [count])
(define (test-begin name . count)
  (if (and (pair? count) (car count)) (check-count "test-begin" 2 (car count)))
  (if (not (test-runner-current))
      (let ((runner (test-runner-create)))
        (test-runner-current runner)
        (set-runner-by-begin! runner #t)))
  (let ((runner (test-runner-current)) (expected (and (pair? count) (car count))))
    ((runner-on-group-begin runner) runner name expected)
    (set-runner-open!
     runner
     (cons (make-group name expected (runner-total runner)
                       (runner-skips runner) (runner-expected-failures runner))
           (runner-open runner)))))

;; (test-end [name])
(define (test-end . name)
  (let* ((runner (test-runner-get)) (open (runner-open runner)))
    (if (null? open) (error "test-end: no group of tests is open"))
    (let* ((group (car open))
           (expected (group-expected group))
           (found (- (runner-total runner) (group-before group))))
      (if (and (pair? name) (car name) (not (equal? (car name) (group-name group))))
          ((runner-on-bad-end-name runner) runner (group-name group) (car name)))
      (if (and expected (not (= expected found)))
          ((runner-on-bad-count runner) runner found expected))
      ((runner-on-group-end runner) runner)
      (close-group runner group))))

(define (close-group runner group)
  (set-runner-open! runner (cdr (runner-open runner)))
  (set-runner-skips! runner (group-skips group))
  (set-runner-expected-failures! runner (group-expected-failures group))
  (cond ((null? (runner-open runner))
         ((runner-on-final runner) runner)
         (cond ((runner-by-begin? runner)
                (set-runner-by-begin! runner #f)
                (test-runner-current #f))))))

(define-syntax test-group
  (syntax-rules ()
    ((_ name form ...)
     (call-in-group name (lambda () form ... (if #f #f))))))

(define (call-in-group name thunk)
  (if (not (skips-group? name))
      (dynamic-wind
       (lambda () (test-begin name))
       thunk
       (lambda () (test-end name)))))

;; Whether the group of that name is to be skipped: a predicate sees it as the test's name.
(define (skips-group? name)
  (let ((runner (test-runner-current)))
    (and runner
         (begin
           (set-runner-facts! runner (list (cons 'test-name name)))
           (> (matches (runner-skips runner) runner) 0)))))

(define-syntax test-group-with-cleanup
  (syntax-rules ()
    ((_ name form ... cleanup)
     (test-group name
       (dynamic-wind
        (lambda () #f)
        (lambda () form ... (if #f #f))
        (lambda () cleanup))))))

;;; Tests

;; `judge` gets the runner, sets what it finds out, and gives whether the test passes.
(define (run-test form name judge)
  (let ((runner (test-runner-get)))
    (set-runner-facts! runner (cons (cons 'source-form form) (place-of (cdr form))))
    (if name (test-result-set! runner 'test-name name))
    (let ((runs? (shall-run? runner)))
      ((runner-on-test-begin runner) runner)
      (if runs? (settle runner (judge-safely runner judge)))
      (count-result runner)
      ((runner-on-test-end runner) runner))))

;; The facts of where these operands were read, as far as that is known.
(define (place-of operands)
  (let ((place (%source-place operands)))
    (if place
        (list (cons 'source-file (car place)) (cons 'source-line (cadr place)))
        '())))

(define (judge-safely runner judge)
  (guard (raised (#t (test-result-set! runner 'actual-error raised) #f))
    (judge runner)))

(define (settle runner passed)
  (test-result-set!
   runner 'result-kind
   (if (eq? (test-result-ref runner 'result-kind) 'xfail)
       (if passed 'xpass 'xfail)
       (if passed 'pass 'fail))))

(define (count-result runner)
  (let ((count (assq (test-result-ref runner 'result-kind) (runner-counts runner))))
    (set-cdr! count (+ (cdr count) 1))))

(define (judge-truth thunk)
  (lambda (runner)
    (let ((value (thunk)))
      (test-result-set! runner 'actual-value value)
      value)))

(define (judge-same same? expect thunk)
  (lambda (runner)
    (let ((expected (expect)))
      (test-result-set! runner 'expected-value expected)
      (let ((value (thunk)))
        (test-result-set! runner 'actual-value value)
        (same? expected value)))))

(define (near? distance)
  (lambda (expected value)
    (and (>= value (- expected distance)) (<= value (+ expected distance)))))

(define (judge-error type thunk)
  (lambda (runner)
    (let ((expected (type)))
      (test-result-set! runner 'expected-error expected)
      (if (not (or (eq? expected #t) (procedure? expected)))
          (error "test-error: the type of error is neither #t nor a predicate" expected))
      (guard (raised
              (#t
               (test-result-set! runner 'actual-error raised)
               (or (eq? expected #t) (expected raised))))
        (test-result-set! runner 'actual-value (thunk))
        #f))))

;; Each test hands its operands on twice: as they were read, for the place, and one by one.

(define-syntax test-assert
  (syntax-rules ()
    ((_ . operands) (assert-of operands . operands))))

(define-syntax assert-of
  (syntax-rules ()
    ((_ form name expression)
     (run-test '(test-assert . form) name (judge-truth (lambda () expression))))
    ((_ form expression)
     (run-test '(test-assert . form) #f (judge-truth (lambda () expression))))
    ((_ form . other)
     (syntax-error "test-assert: it is written (test-assert [name] expression)"
                   (test-assert . form)))))

(define-syntax define-comparison
  (syntax-rules ()
    ((_ test parts same? usage)
     (begin
       (define-syntax test
         (syntax-rules ()
           ((_ . operands) (parts operands . operands))))
       (define-syntax parts
         (syntax-rules ()
           ((_ form name expected expression)
            (run-test '(test . form) name
                      (judge-same same? (lambda () expected) (lambda () expression))))
           ((_ form expected expression)
            (run-test '(test . form) #f
                      (judge-same same? (lambda () expected) (lambda () expression))))
           ((_ form . other) (syntax-error usage (test . form)))))))))

(define-comparison test-eqv eqv-of eqv?
  "test-eqv: it is written (test-eqv [name] expected expression)")
(define-comparison test-eq eq-of eq?
  "test-eq: it is written (test-eq [name] expected expression)")
(define-comparison test-equal equal-of equal?
  "test-equal: it is written (test-equal [name] expected expression)")

(define-syntax test-approximate
  (syntax-rules ()
    ((_ . operands) (approximate-of operands . operands))))

(define-syntax approximate-of
  (syntax-rules ()
    ((_ form name expected expression distance)
     (run-test '(test-approximate . form) name
               (judge-near (lambda () distance) (lambda () expected) (lambda () expression))))
    ((_ form expected expression distance)
     (run-test '(test-approximate . form) #f
               (judge-near (lambda () distance) (lambda () expected) (lambda () expression))))
    ((_ form . other)
     (syntax-error
      "test-approximate: it is written (test-approximate [name] expected expression distance)"
      (test-approximate . form)))))

(define (judge-near distance expect thunk)
  (lambda (runner)
    (let ((%judge (judge-same (%private (near? (distance))) expect thunk)))
      (%judge runner))))

(define-syntax test-error
  (syntax-rules ()
    ((_ . operands) (error-of operands . operands))))

(define-syntax error-of
  (syntax-rules ()
    ((_ form name type expression)
     (run-test '(test-error . form) name
               (judge-error (lambda () type) (lambda () expression))))
    ((_ form type expression)
     (run-test '(test-error . form) #f
               (judge-error (lambda () type) (lambda () expression))))
    ((_ form expression)
     (run-test '(test-error . form) #f
               (judge-error (lambda () #t) (lambda () expression))))
    ((_ form . other)
     (syntax-error "test-error: it is written (test-error [[name] type] expression)"
                   (test-error . form)))))

(define (test-read-eval-string string)
  (let* ((port (open-input-string string)) (form (read port)))
    (cond ((eof-object? form) (error "test-read-eval-string: the text has no datum" string))
          ((eof-object? (read-char port)) (eval form (interaction-environment)))
          (else (error "test-read-eval-string: there is more after the datum" string)))))

;;; What the simple runner says, on the current output port and in its log

;; A parameter: the name of the file for the log, #t for the first group's name with `.log`, or #f for
;; none.
(define test-log-to-file
  (make-parameter
   #f
   (lambda (object)
     (if (not (or (boolean? object) (string? object)))
         (error "test-log-to-file: argument 1 is neither a string nor a boolean" object))
     object)))

(define (open-log runner name)
  (let ((wanted (test-log-to-file)))
    (if (and wanted (not (runner-log runner)))
        (let ((file (if (string? wanted) wanted (string-append (log-name name) ".log"))))
          (set-runner-log! runner (open-output-file file))))))

;; Slashes are no part of a file's name.
(define (log-name name)
  (string-map (lambda (char) (if (char=? char #\/) #\_ char)) (text-of name)))

(define (text-of object)
  (let ((port (open-output-string)))
    (display object port)
    (get-output-string port)))

(define (close-log runner)
  (cond ((runner-log runner)
         => (lambda (port)
              (set-runner-log! runner #f)
              (close-port port)))))

(define (say-line port . parts)
  (for-each (lambda (part) (display part port)) parts)
  (newline port))

(define (log-line runner . parts)
  (if (runner-log runner) (apply say-line (runner-log runner) parts)))

(define (say-and-log runner . parts)
  (apply say-line (current-output-port) parts)
  (apply log-line runner parts))

(define (test-on-group-begin-simple runner name count)
  (cond ((null? (runner-open runner))
         (open-log runner name)
         (say-and-log runner "%%%% Starting test " name)))
  (log-line runner "Group begin: " name))

(define (test-on-group-end-simple runner)
  (log-line runner "Group end: " (group-name (car (runner-open runner)))))

(define (test-on-bad-count-simple runner found expected)
  (say-and-log runner "*** " found " tests were run in this group where " expected
               " were announced ***"))

(define (test-on-bad-end-name-simple runner begun ended)
  (error "test-end: this is not the group that is open" ended begun))

(define (test-on-test-begin-simple runner)
  (log-line runner "Test begin: " (test-runner-test-name runner)))

(define (test-on-test-end-simple runner)
  (if (memq (test-result-kind runner) '(fail xpass))
      (write-result runner (current-output-port)))
  (if (runner-log runner) (write-result runner (runner-log runner))))

(define (write-result runner port)
  (say-line port
            (cdr (assq (test-result-kind runner)
                       '((pass . "PASS") (fail . "FAIL") (xpass . "XPASS") (xfail . "XFAIL")
                         (skip . "SKIP"))))
            (apply string-append
                   (map (lambda (name) (string-append " / " (text-of name)))
                        (test-runner-group-path runner)))
            ": " (test-runner-test-name runner))
  (for-each (lambda (name)
              (let ((fact (assq name (runner-facts runner))))
                (cond ((and fact (or (not (eq? name 'source-line)) (in-file? runner)))
                       (write-string "  " port)
                       (write name port)
                       (write-string ": " port)
                       (write (cdr fact) port)
                       (newline port)))))
            '(source-line source-form expected-value actual-value expected-error actual-error)))

;; Whether the test was read from a file: the lines of what is typed say nothing.
(define (in-file? runner)
  (let ((file (test-result-ref runner 'source-file "<")))
    (not (char=? (string-ref (string-append file "<") 0) #\<))))

(define (test-on-final-simple runner)
  (for-each (lambda (kind words)
              (let ((count ((count-of kind) runner)))
                (if (> count 0) (say-and-log runner words count))))
            kinds
            '("# of expected passes      " "# of unexpected failures  "
              "# of unexpected successes " "# of expected failures    "
              "# of skipped tests        "))
  (close-log runner))
