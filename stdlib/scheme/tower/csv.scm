;;; Comma-separated values (RFC 4180).
;;;
;;; A record is a list of fields, and a field that was read is a string. Lines end as CR LF; LF alone
;;; is read, too. Spaces belong to their field. An empty line is a record of one empty field. Another
;;; separator, a character, may stand for the comma.
;;;
;;; (csv-read [port [separator]])             the list of all records
;;; (csv-read-record [port [separator]])      the next record, or the end-of-file object
;;; (string->csv text [separator])
;;; (csv-write records [port [separator]])    fields are strings or numbers
;;; (csv-write-record record [port [separator]])
;;; (csv->string records [separator])
;;;
;;; Text that is malformed is an error that names line and column, both from 1; for
;;; `csv-read-record` they count from where it began to read.

;;; Reading

;; Where the text comes from, and the place of the next character.
(define-record-type source
  (make-source who port separator line column)
  source?
  (who source-who)
  (port source-port)
  (separator source-separator)
  (line source-line set-source-line!)
  (column source-column set-source-column!))

(define (peek source) (peek-char (source-port source)))

(define (next! source)
  (let ((char (read-char (source-port source))))
    (cond ((eqv? char #\newline)
           (set-source-line! source (+ (source-line source) 1))
           (set-source-column! source 1))
          (else (set-source-column! source (+ (source-column source) 1))))
    char))

(define (refuse source line column reason)
  (error (string-append (source-who source) ": line " (number->string line)
                        ", column " (number->string column) ": " reason)))

(define (refuse-here source reason)
  (refuse source (source-line source) (source-column source) reason))

(define (csv-read . given)
  (read-records (source-of "csv-read" given)))

(define (csv-read-record . given)
  (read-record (source-of "csv-read-record" given)))

(define (string->csv text . separator)
  (if (not (string? text)) (error "string->csv: argument 1 is not a string" text))
  (read-records (source-of "string->csv" (cons (open-input-string text) separator))))

(define (source-of who given)
  (let ((port (if (pair? given) (car given) (current-input-port))))
    (if (not (and (input-port? port) (textual-port? port)))
        (error (string-append who ": argument 1 is not a textual input port") port))
    (make-source who port
                 (check-separator who 2 (if (pair? given) (cdr given) '()))
                 1 1)))

;; The separator in what is left of the arguments, or the comma.
(define (check-separator who position given)
  (let ((separator (if (pair? given) (car given) #\,)))
    (if (not (and (char? separator) (not (memv separator '(#\" #\newline #\return)))))
        (error (string-append who ": argument " (number->string position)
                              " is not a character that can separate fields")
               separator))
    separator))

(define (read-records source)
  (let loop ((records '()))
    (let ((record (read-record source)))
      (if (eof-object? record) (reverse records) (loop (cons record records))))))

(define (read-record source)
  (if (eof-object? (peek source))
      (eof-object)
      (let loop ((fields (list (read-field source))))
        (cond ((eqv? (peek source) (source-separator source))
               (next! source)
               (loop (cons (read-field source) fields)))
              (else
               (next! source)
               (reverse fields))))))

;; A field, up to its separator, the newline after it or the end of the text.
(define (read-field source)
  (if (eqv? (peek source) #\")
      (read-quoted source)
      (read-plain source)))

;; The column is counted along: no line ends in the field.
(define (read-plain source)
  (let ((port (source-port source)) (separator (source-separator source)))
    (let loop ((chars '()) (column (source-column source)))
      (let ((char (peek-char port)))
        (cond ((or (eof-object? char)
                   (char=? char separator)
                   (char=? char #\newline)
                   (char=? char #\return)
                   (char=? char #\"))
               (set-source-column! source column)
               (check-end source char)
               (list->string (reverse chars)))
              (else
               (read-char port)
               (loop (cons char chars) (+ column 1))))))))

(define (check-end source char)
  (if (not (ends-field? source char))
      (refuse-here source "a quote inside a field that does not begin with one")))

;; Whether the field ends before `char`. A CR before LF is taken.
(define (ends-field? source char)
  (cond ((or (eof-object? char) (eqv? char (source-separator source)) (char=? char #\newline)) #t)
        ((char=? char #\return)
         (next! source)
         (if (not (or (eqv? (peek source) #\newline) (eof-object? (peek source))))
             (refuse-here source "a CR without LF outside of quotes, before this"))
         #t)
        (else #f)))

(define (read-quoted source)
  (let ((line (source-line source)) (column (source-column source)))
    (next! source)
    (let loop ((chars '()))
      (let ((char (next! source)))
        (cond ((eof-object? char)
               (refuse source line column "the quote that begins this field is not closed"))
              ((not (char=? char #\")) (loop (cons char chars)))
              ((eqv? (peek source) #\")
               (next! source)
               (loop (cons char chars)))
              ((ends-field? source (peek source)) (list->string (reverse chars)))
              (else (refuse-here source "expected a separator or the line's end after a quote")))))))

;;; Writing

(define (csv-write records . rest)
  (write-checked "csv-write" records rest))

(define (csv-write-record record . rest)
  (write-checked "csv-write-record" (list record) rest))

(define (csv->string records . separator)
  (check-separator "csv->string" 2 separator)
  (let ((port (open-output-string)))
    (write-checked "csv->string" records (cons port separator))
    (get-output-string port)))

;; All records are looked at before the first is written.
(define (write-checked who records rest)
  (let ((port (if (pair? rest) (car rest) (current-output-port)))
        (separator (check-separator who 3 (if (pair? rest) (cdr rest) '()))))
    (if (not (and (output-port? port) (textual-port? port)))
        (error (string-append who ": argument 2 is not a textual output port") port))
    (if (not (list? records))
        (error (string-append who ": argument 1 is not a list of records") records))
    (for-each (lambda (record) (check-record who record)) records)
    (for-each (lambda (record) (write-record record port separator)) records)))

(define (check-record who record)
  (if (not (and (pair? record) (list? record)))
      (error (string-append who ": a record is a list of at least one field") record))
  (for-each
   (lambda (field)
     (if (not (or (string? field) (number? field)))
         (error (string-append who ": a field is neither a string nor a number") field)))
   record))

(define (write-record record port separator)
  (write-field (car record) port separator)
  (for-each
   (lambda (field)
     (write-char separator port)
     (write-field field port separator))
   (cdr record))
  (write-string "\r\n" port))

(define (write-field field port separator)
  (let ((text (if (number? field) (number->string field) field)))
    (if (needs-quotes? text separator)
        (write-quoted text port)
        (write-string text port))))

(define (needs-quotes? text separator)
  (let ((end (string-length text)))
    (let loop ((index 0))
      (and (< index end)
           (let ((char (string-ref text index)))
             (or (eqv? char separator)
                 (eqv? char #\")
                 (eqv? char #\newline)
                 (eqv? char #\return)
                 (loop (+ index 1))))))))

(define (write-quoted text port)
  (write-char #\" port)
  (string-for-each
   (lambda (char)
     (if (char=? char #\") (write-char #\" port))
     (write-char char port))
   text)
  (write-char #\" port))
