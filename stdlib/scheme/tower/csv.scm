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
;;; Text that is malformed is an error that names line and column, both from 1. A byte order mark
;;; before the text says nothing.

;;; Reading

;; The character between fields, and the characters that end one without quotes.
(define-record-type dialect
  (make-dialect separator stops)
  dialect?
  (separator dialect-separator)
  (stops dialect-stops))

(define (csv-read . given)
  (let ((source (source-of "csv-read" given)) (dialect (dialect-of "csv-read" 2 given)))
    (reading source (lambda () (read-records source dialect)))))

(define (csv-read-record . given)
  (let ((source (source-of "csv-read-record" given)) (dialect (dialect-of "csv-read-record" 2 given)))
    (reading source (lambda () (read-record source dialect)))))

(define (string->csv text . separator)
  (let ((source (source-of-string "string->csv" text))
        (dialect (dialect-of "string->csv" 2 (cons text separator))))
    (reading source (lambda () (read-records source dialect)))))

(define (source-of who given)
  (source-of-port who (if (pair? given) (car given) (current-input-port))))

;; The dialect whose separator is the last of `position` arguments, or the comma.
(define (dialect-of who position given)
  (let ((separator (check-separator who position (if (pair? given) (cdr given) '()))))
    (make-dialect separator (string separator #\newline #\return #\"))))

;; The separator in what is left of the arguments, or the comma.
(define (check-separator who position given)
  (let ((separator (if (pair? given) (car given) #\,)))
    (if (not (and (char? separator) (not (memv separator '(#\" #\newline #\return)))))
        (error (string-append who ": argument " (number->string position)
                              " is not a character that can separate fields")
               separator))
    separator))

(define (read-records source dialect)
  (let loop ((records '()))
    (let ((record (read-record source dialect)))
      (if (eof-object? record) (reverse! records) (loop (cons record records))))))

(define (read-record source dialect)
  (if (eof-object? (peek source))
      (eof-object)
      (let loop ((fields (list (read-field source dialect))))
        ;; What ends the field: a separator, a newline, or the end.
        (if (eqv? (next! source) (dialect-separator dialect))
            (loop (cons (read-field source dialect) fields))
            (reverse! fields)))))

;; A field, up to its separator, the newline after it or the end of the text.
(define (read-field source dialect)
  (let* ((port (source-port source)) (text (%read-until (dialect-stops dialect) port)))
    (cond ((not (eqv? (peek-char port) #\"))
           (check-end source dialect (peek-char port) #f)
           text)
          ((string-null? text) (read-quoted source dialect))
          (else (refuse source "a quote inside a field that does not begin with one")))))

;; Whether the field ends before `char` is looked at. A CR before LF is taken.
(define (check-end source dialect char quoted?)
  (cond ((or (eof-object? char)
             (char=? char (dialect-separator dialect))
             (char=? char #\newline)))
        ((char=? char #\return)
         (next! source)
         (if (not (or (eqv? (peek source) #\newline) (eof-object? (peek source))))
             (refuse source "a CR without LF outside of quotes, before this")))
        (quoted? (refuse source "expected a separator or the line's end after a quote"))))

(define (read-quoted source dialect)
  (let ((port (source-port source)) (opening (place source)))
    (read-char port)
    (let ((piece (read-to-quote port source opening)))
      (cond ((eqv? (peek-char port) #\")
             (let ((text (open-output-string)))
               (write-string piece text)
               (read-quoted-on source dialect text opening)))
            (else
             (check-end source dialect (peek-char port) #t)
             piece)))))

;; The rest of a field, whose beginning is in `text`; at the second of two quotes.
(define (read-quoted-on source dialect text opening)
  (let ((port (source-port source)))
    (write-char (read-char port) text)
    (write-string (read-to-quote port source opening) text)
    (cond ((eqv? (peek-char port) #\") (read-quoted-on source dialect text opening))
          (else
           (check-end source dialect (peek-char port) #t)
           (get-output-string text)))))

;; What is before the next quote, which is taken, too.
(define (read-to-quote port source opening)
  (let ((piece (%read-until "\"" port)))
    (if (eof-object? (read-char port))
        (refuse-at source opening "the quote that begins this field is not closed" '()))
    piece))

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
  (or (string-index text separator)
      (string-index text #\")
      (string-index text #\newline)
      (string-index text #\return)))

(define (write-quoted text port)
  (write-char #\" port)
  (let loop ((start 0))
    (let ((quote (string-index text #\" start)))
      (cond (quote
             (write-string text port start quote)
             (write-string "\"\"" port)
             (loop (+ quote 1)))
            (else (write-string text port start)))))
  (write-char #\" port))
