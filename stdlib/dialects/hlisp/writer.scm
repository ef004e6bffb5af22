;;; How values are shown: a text as it is, and inside of something else as it is typed.

;; What a value without a value is printed as: the empty list.
(define nothing (if #f #f))

(define (shown value)
  (if (text? value) (text-of value) (written value)))

(define (written value)
  (let ((port (open-output-string)))
    (write-value value '() port)
    (get-output-string port)))

;; `around` are the dicts that this value is inside of.
(define (write-value value around port)
  (cond ((number? value) (write-string (number->string value) port))
        ((symbol? value) (write-string (symbol->string value) port))
        ((string? value) (write-quoted value port))
        ((boolean? value) (write-string (if value "true" "false") port))
        ((or (null? value) (eq? value nothing) (eof-object? value)) (write-string "[]" port))
        ((quotation? value)
         (write-char #\' port)
         (write-value (cadr value) around port))
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
  (write-value (car items) around port)
  (let loop ((rest (cdr items)))
    (cond ((pair? rest)
           (write-char #\space port)
           (write-value (car rest) around port)
           (loop (cdr rest)))
          ((not (null? rest))
           (write-string " . " port)
           (write-value rest around port))))
  (write-char #\) port))

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
            (write-value value around port)))
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
        ((syntax) (told "Bad form: " condition))
        (else (told-as-it-is condition)))
      (string-append "Thrown: " (written condition))))

(define (told words condition)
  (string-append words (written-each (error-object-irritants condition))))

(define (told-as-it-is condition)
  (let ((irritants (error-object-irritants condition)))
    (if (null? irritants)
        (error-object-message condition)
        (told (string-append (error-object-message condition) ": ") condition))))

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
