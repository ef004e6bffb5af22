;;; How values are shown: a text as it is, and inside of something else as it is typed.

;; What a value without a value is printed as: the empty list.
(define nothing (if #f #f))

(define (shown value)
  (if (text? value) (text-of value) (written value)))

(define (written value)
  (let ((port (open-output-string)))
    (write-value value (if (endless? value) '(()) '()) port)
    (get-output-string port)))

;; Whether a value is made of pairs without end. A few are counted; of more it is asked whether one is
;; inside of itself.
(define (endless? value)
  (let count ((left most-counted) (rest (list value)))
    (cond ((null? rest) #f)
          ((not (pair? (car rest))) (count left (cdr rest)))
          ((= left 0) (goes-round? value))
          (else (count (- left 1) (cons (caar rest) (cons (cdar rest) (cdr rest))))))))

(define most-counted 1000)

;; Of the pairs that have been met it is known whether their parts have been looked through.
(define (goes-round? value)
  (let ((met (make-hash-table eq?)))
    (let walk ((rest (list (cons 'enter value))))
      (if (null? rest)
          #f
          (let ((value (cdar rest)) (is-left (eq? (caar rest) 'leave)))
            (cond (is-left (hash-table-set! met value 'done) (walk (cdr rest)))
                  ((not (pair? value)) (walk (cdr rest)))
                  ((hash-table-ref/default met value #f)
                   => (lambda (state) (or (eq? state 'open) (walk (cdr rest)))))
                  (else
                   (hash-table-set! met value 'open)
                   (walk (cons (cons 'enter (car value))
                               (cons (cons 'enter (cdr value))
                                     (cons (cons 'leave value) (cdr rest))))))))))))

;; `around` are the dicts that this value is inside of; of a value without end, the pairs, too, behind an
;; empty list.
(define (write-value value around port)
  (cond ((number? value) (write-string (number->string value) port))
        ((symbol? value) (write-string (symbol->string value) port))
        ((string? value) (write-quoted value port))
        ((boolean? value) (write-string (if value "true" "false") port))
        ((or (null? value) (eq? value nothing) (eof-object? value)) (write-string "[]" port))
        ((and (pair? value) (memq value around)) (write-string "..." port))
        ((quotation? value)
         (write-char #\' port)
         (write-value (cadr value) (inside value around) port))
        ((pair? value) (write-list value around port))
        ((hash-table? value) (write-dict value around port))
        (else (write-string (mark-of value) port))))

(define (quotation? value)
  (and (pair? value) (eq? (car value) 'quote) (pair? (cdr value)) (null? (cddr value))))

(define (write-quoted text port)
  (write-char #\" port)
  (string-for-each (lambda (char) (write-escaped char port)) text)
  (write-char #\" port))

(define (write-list items around port)
  (write-char #\( port)
  (let loop ((rest items) (around around) (space ""))
    (cond ((null? rest))
          ((and (pair? rest) (memq rest around)) (write-string (string-append space "...") port))
          ((pair? rest)
           (let ((around (inside rest around)))
             (write-string space port)
             (write-value (car rest) around port)
             (loop (cdr rest) around " ")))
          (else
           (write-string " . " port)
           (write-value rest around port))))
  (write-char #\) port))

;; What the parts of a pair are inside of.
(define (inside pair around)
  (if (memq '() around) (cons pair around) around))

(define (write-dict dict around port)
  (if (memq dict around)
      (write-string "{...}" port)
      (let ((around (cons dict around)) (is-first #t))
        (write-char #\{ port)
        (hash-table-walk dict
          (lambda (key value)
            (if is-first (set! is-first #f) (write-string ", " port))
            (write-value key around port)
            (write-string ": " port)
            (write-value value (if (endless? value) (cons '() around) around) port)))
        (write-char #\} port))))

;; What has no text of its own.
(define (mark-of value)
  (cond ((procedure? value) "[Function]")
        ((task? value) "[Task]")
        ((store? value) "[Store]")
        ((environment? value) "[Environment]")
        ((error-object? value) (string-append "[Error: " (sentence value) "]"))
        (else (call-with-output-string (lambda (port) (write value port))))))

;; What `print-result` is.
(define (show-result value)
  (fresh-line)
  (write-string (shown value))
  (newline))

;; What is said of an error that nobody handled.
(define (sentence condition)
  (if (error-object? condition)
      (case (condition-kind condition)
        ((unbound-variable) (told "Variable not bound: " condition))
        ((not-a-procedure) (told "Not a function: " condition))
        ((wrong-arity) (told-of-arguments condition))
        ((syntax)
         (string-append "Bad form: " (written-each (map as-typed (error-object-irritants condition)))))
        (else (told-as-it-is condition)))
      (string-append "Thrown: " (written condition))))

(define (told words condition)
  (string-append words (written-each (error-object-irritants condition))))

(define (told-as-it-is condition)
  (let ((irritants (error-object-irritants condition)))
    (if (null? irritants)
        (error-object-message condition)
        (told (string-append (error-object-message condition) ": ") condition))))

;; A `lambda` that a form of hlisp became, as it was typed.
(define (as-typed form)
  (if (and (list? form) (= (scheme:length form) 3) (string=? (written (car form)) "scheme:lambda"))
      (cons 'lambda (cons (cadr form) (cdr (caddr form))))
      form))

(define (written-each values)
  (string-join (map written values) " "))

(define (told-of-arguments condition)
  (let* ((function (car (error-object-irritants condition)))
         (arity (and (procedure? function) (procedure-arity function))))
    (if (pair? arity)
        (string-append "Wrong number of arguments: the function takes " (counted arity))
        "Wrong number of arguments")))

(define (counted arity)
  (let ((least (number->string (car arity))))
    (cond ((not (cdr arity)) (string-append least " or more"))
          ((= (car arity) (cdr arity)) least)
          (else (string-append least " to " (number->string (cdr arity)))))))
