;;; JSON (RFC 8259).
;;;
;;; | JSON           | Scheme                                                                 |
;;; |----------------|------------------------------------------------------------------------|
;;; | object         | hash table from strings, in the order of the text; the last of several |
;;; |                | members of one name counts. Written from association lists, too, and   |
;;; |                | names may be symbols; the empty list is the empty object               |
;;; | array          | vector                                                                 |
;;; | string         | string                                                                 |
;;; | number         | exact without point and exponent, else inexact                         |
;;; | true and false | #t and #f                                                              |
;;; | null           | the symbol null                                                        |
;;;
;;; (json-read [port])                 the next value, or the end-of-file object; the port stands after it
;;; (string->json text)                the value that is the whole text
;;; (json-write value [port [indent]]) on one line, or with so many spaces for each level
;;; (json->string value [indent])
;;;
;;; What is not JSON is an error that names line and column, both from 1. What JSON cannot say is
;;; refused before anything is written: other objects, ratios, infinities, what contains itself.

(define (json-null? object) (eq? object 'null))

;;; Reading

;; (json-read [port])
(define (json-read . given)
  (let ((source (source-of-port "json-read" (if (pair? given) (car given) (current-input-port)))))
    (reading source
      (lambda ()
        (if (eof-object? (skip-space source)) (eof-object) (read-value source))))))

(define (string->json text)
  (let ((source (source-of-string "string->json" text)))
    (reading source
      (lambda ()
        (let* ((value (read-value source)) (next (skip-space source)))
          (if (not (eof-object? next))
              (refuse source "expected nothing after the value" next))
          value)))))

;; The next character that is no white space.
(define (skip-space source) (%skip-while " \n\t\r" (source-port source)))

(define (read-value source)
  (let ((char (skip-space source)))
    (case char
      ((#\") (read-text source))
      ((#\{) (next! source) (read-members source (make-hash-table)))
      ((#\[) (next! source) (read-elements source))
      ((#\t) (read-word source "true" #t))
      ((#\f) (read-word source "false" #f))
      ((#\n) (read-word source "null" 'null))
      ((#\- #\0 #\1 #\2 #\3 #\4 #\5 #\6 #\7 #\8 #\9) (read-number source))
      (else (refuse source "expected a value" char)))))

(define (read-word source word value)
  (let ((found (read-string (string-length word) (source-port source))))
    (if (not (string=? found word))
        (refuse-word source word found))
    value))

;; Where the word found departs from the one that begins like it.
(define (refuse-word source word found)
  (let ((end (string-length found)))
    (let loop ((index 0))
      (if (and (< index end) (char=? (string-ref found index) (string-ref word index)))
          (loop (+ index 1))
          (refuse-before source (- end index) (string-append "expected " word)
                         (if (< index end) (string-ref found index) (peek source)))))))

;; After the opening bracket.
(define (read-elements source)
  (cond ((eqv? (skip-space source) #\])
         (next! source)
         (vector))
        (else
         (let loop ((elements (list (read-value source))))
           (if (another? source #\] "expected a comma or ] after an element")
               (loop (cons (read-value source) elements))
               (list->vector (reverse! elements)))))))

;; After the opening brace.
(define (read-members source table)
  (cond ((eqv? (skip-space source) #\}) (next! source))
        (else
         (let loop ()
           (read-member source table)
           (if (another? source #\} "expected a comma or } after a member") (loop)))))
  table)

(define (read-member source table)
  (let ((char (skip-space source)))
    (if (not (eqv? char #\")) (refuse source "expected a member's name in quotes" char)))
  (let* ((name (read-text source)) (char (skip-space source)))
    (if (not (eqv? char #\:)) (refuse source "expected a colon after a member's name" char))
    (next! source)
    (hash-table-set! table name (read-value source))))

;; Takes a comma, or what closes, and says whether more follows.
(define (another? source close reason)
  (let ((char (skip-space source)))
    (cond ((eqv? char #\,) (next! source) #t)
          ((eqv? char close) (next! source) #f)
          (else (refuse source reason char)))))

;; What does not stand for itself in a string: quote, backslash, control characters.
(define text-stops
  (list->string (append '(#\" #\\) (map integer->char (iota 32)))))

;; At the opening quote.
(define (read-text source)
  (let ((port (source-port source)))
    (read-char port)
    (let ((piece (%read-until text-stops port)))
      (cond ((eqv? (peek-char port) #\")
             (read-char port)
             piece)
            (else
             (let ((text (open-output-string)))
               (write-string piece text)
               (read-text-on source port text)))))))

;; The rest of a string, whose beginning is in `text`; at what does not stand for itself.
(define (read-text-on source port text)
  (let ((char (peek-char port)))
    (cond ((eqv? char #\")
           (read-char port)
           (get-output-string text))
          ((eqv? char #\\)
           (read-char port)
           (write-char (read-escape source) text)
           (write-string (%read-until text-stops port) text)
           (read-text-on source port text))
          ((eof-object? char) (refuse source "expected \" at the end of a string" char))
          (else
           (refuse source "a control character in a string is written with a backslash" char)))))

(define escapes
  '((#\" . #\") (#\\ . #\\) (#\/ . #\/) (#\b . #\backspace) (#\f . #\page) (#\n . #\newline)
    (#\r . #\return) (#\t . #\tab)))

;; After the backslash.
(define (read-escape source)
  (let* ((char (peek source)) (simple (assv char escapes)))
    (cond (simple (next! source) (cdr simple))
          ((eqv? char #\u) (next! source) (read-unit-escape source))
          (else (refuse source "expected one of \" \\ / b f n r t u after a backslash" char)))))

;; One code unit of UTF-16 or two, each as four hexadecimal digits.
(define (read-unit-escape source)
  (let ((unit (read-unit source)))
    (cond ((<= #xd800 unit #xdbff)
           (expect source #\\)
           (expect source #\u)
           (let ((low (read-unit source)))
             (if (not (<= #xdc00 low #xdfff))
                 (refuse source "half of a surrogate pair stands alone before this" (peek source)))
             (integer->char (+ #x10000 (* #x400 (- unit #xd800)) (- low #xdc00)))))
          ((<= #xdc00 unit #xdfff)
           (refuse source "half of a surrogate pair stands alone before this" (peek source)))
          (else (integer->char unit)))))

(define (expect source char)
  (if (not (eqv? (peek source) char))
      (refuse source "expected the second half of a surrogate pair" (peek source)))
  (next! source))

(define (read-unit source)
  (let loop ((left 4) (unit 0))
    (if (= left 0)
        unit
        (let* ((char (peek source)) (digit (and (char? char) (hexadecimal char))))
          (if (not digit) (refuse source "expected a hexadecimal digit" char))
          (next! source)
          (loop (- left 1) (+ (* 16 unit) digit))))))

(define (hexadecimal char)
  (cond ((char<=? #\0 char #\9) (- (char->integer char) (char->integer #\0)))
        ((char<=? #\a char #\f) (- (char->integer char) (- (char->integer #\a) 10)))
        ((char<=? #\A char #\F) (- (char->integer char) (- (char->integer #\A) 10)))
        (else #f)))

;; [-] digits [. digits] [e [+ or -] digits], without zeros before the first digit.
(define (read-number source)
  (let* ((text (%read-while "0123456789.+-eE" (source-port source)))
         (whole (after-whole source text (if (char-at? text 0 '(#\-)) 1 0)))
         (fraction (if (char-at? text whole '(#\.)) (after-digits source text (+ whole 1)) whole))
         (end (if (char-at? text fraction '(#\e #\E))
                  (let ((next (+ fraction 1)))
                    (after-digits source text (if (char-at? text next '(#\+ #\-)) (+ next 1) next)))
                  fraction)))
    (if (< end (string-length text))
        (refuse-number source text end "expected the end of the number"))
    (number-of source text (= whole end))))

(define (char-at? text index choice)
  (and (< index (string-length text)) (memv (string-ref text index) choice) #t))

(define (digit-at? text index)
  (and (< index (string-length text)) (char<=? #\0 (string-ref text index) #\9)))

(define (after-whole source text start)
  (cond ((not (char-at? text start '(#\0))) (after-digits source text start))
        ((digit-at? text (+ start 1))
         (refuse-number source text (+ start 1)
                        "a number of several digits does not begin with 0"))
        (else (+ start 1))))

(define (after-digits source text start)
  (if (not (digit-at? text start)) (refuse-number source text start "expected a digit"))
  (let loop ((index (+ start 1)))
    (if (digit-at? text index) (loop (+ index 1)) index)))

(define (refuse-number source text index reason)
  (let ((end (string-length text)))
    (refuse-before source (- end index) reason
                   (if (< index end) (string-ref text index) (peek source)))))

(define (number-of source text exact?)
  (let ((number (string->number (if exact? text (string-append "#i" text)) 10)))
    (if (and (not exact?) (infinite? number))
        (refuse source "the number before this is too large" (peek source)))
    number))

;;; Writing

(define (json-write value . rest)
  (let ((port (if (pair? rest) (car rest) (current-output-port)))
        (indent (and (pair? rest) (pair? (cdr rest)) (cadr rest))))
    (if (not (and (output-port? port) (textual-port? port)))
        (error "json-write: argument 2 is not a textual output port" port))
    (check-indent "json-write" 3 indent)
    (write-string (text-of "json-write" value indent) port)))

(define (json->string value . rest)
  (let ((indent (and (pair? rest) (car rest))))
    (check-indent "json->string" 2 indent)
    (text-of "json->string" value indent)))

(define (check-indent who position indent)
  (if (and indent (not (and (exact-integer? indent) (>= indent 0))))
      (error (string-append who ": argument " (number->string position)
                            " is neither #f nor an exact integer that is not negative")
             indent)))

;; How a value is written: for whom, where to, the indentation of each level or #f, and the
;; containers that are being written.
(define-record-type sink
  (make-sink who port indent open)
  sink?
  (who sink-who)
  (port sink-port)
  (indent sink-indent)
  (open sink-open))

(define (text-of who value indent)
  (let ((port (open-output-string)))
    (write-value (make-sink who port indent (make-hash-table eq?)) value 0)
    (get-output-string port)))

(define (put sink text) (write-string text (sink-port sink)))

(define (write-value sink value depth)
  (cond ((string? value) (write-text sink value))
        ((number? value) (write-number sink value))
        ((eq? value #t) (put sink "true"))
        ((eq? value #f) (put sink "false"))
        ((json-null? value) (put sink "null"))
        ((vector? value) (inside sink value (lambda () (write-array sink value (+ depth 1)))))
        ((null? value) (put sink "{}"))
        ((hash-table? value)
         (inside sink value (lambda () (write-object sink (hash-table->alist value) (+ depth 1)))))
        ((pair? value)
         (check-members sink value)
         (inside sink value (lambda () (write-object sink value (+ depth 1)))))
        (else
         (error (string-append (sink-who sink) ": JSON has nothing for this object") value))))

;; Runs the thunk, which writes what is in the container; one that is inside itself is refused.
(define (inside sink container thunk)
  (let ((open (sink-open sink)))
    (if (hash-table-exists? open container)
        (error (string-append (sink-who sink) ": the value contains itself")))
    (hash-table-set! open container #t)
    (thunk)
    (hash-table-delete! open container)))

(define (check-members sink alist)
  (if (not (list? alist))
      (error (string-append (sink-who sink) ": neither an association list nor a vector")))
  (for-each
   (lambda (member)
     (if (not (pair? member))
         (error (string-append
                 (sink-who sink)
                 ": not a member: an object is a list of pairs, an array is a vector")
                member)))
   alist))

(define (write-array sink elements depth)
  (put sink "[")
  (let ((end (vector-length elements)))
    (do ((index 0 (+ index 1)))
        ((= index end))
      (separate sink (> index 0) depth)
      (write-value sink (vector-ref elements index) depth))
    (if (> end 0) (break-line sink (- depth 1))))
  (put sink "]"))

(define (write-object sink members depth)
  (put sink "{")
  (let loop ((left members))
    (cond ((pair? left)
           (separate sink (not (eq? left members)) depth)
           (write-name sink (caar left))
           (put sink (if (sink-indent sink) ": " ":"))
           (write-value sink (cdar left) depth)
           (loop (cdr left)))))
  (if (pair? members) (break-line sink (- depth 1)))
  (put sink "}"))

(define (separate sink after-another? depth)
  (if after-another? (put sink ","))
  (break-line sink depth))

(define (break-line sink depth)
  (cond ((sink-indent sink)
         => (lambda (indent)
              (newline (sink-port sink))
              (put sink (make-string (* indent depth) #\space))))))

(define (write-name sink name)
  (cond ((string? name) (write-text sink name))
        ((symbol? name) (write-text sink (symbol->string name)))
        (else
         (error (string-append (sink-who sink) ": a member's name is neither a string nor a symbol")
                name))))

(define (write-text sink text)
  (let ((from (open-input-string text)) (port (sink-port sink)))
    (write-char #\" port)
    (let loop ()
      (write-string (%read-until text-stops from) port)
      (let ((char (read-char from)))
        (cond ((char? char)
               (write-escape char port)
               (loop)))))
    (write-char #\" port)))

(define (write-escape char port)
  (cond ((char=? char #\") (write-string "\\\"" port))
        ((char=? char #\\) (write-string "\\\\" port))
        (else (write-control char port))))

(define (write-control char port)
  (let ((digits (number->string (char->integer char) 16)))
    (write-string
     (case char
       ((#\newline) "\\n")
       ((#\return) "\\r")
       ((#\tab) "\\t")
       (else (string-append "\\u" (make-string (- 4 (string-length digits)) #\0) digits)))
     port)))

(define (write-number sink number)
  (cond ((exact-integer? number) (put sink (number->string number)))
        ((and (real? number) (inexact? number) (finite? number))
         (put sink (number->string number)))
        (else
         (error (string-append (sink-who sink) ": JSON has no such number") number))))
