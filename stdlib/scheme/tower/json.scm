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

;; Where the text comes from, and the place of the next character.
(define-record-type source
  (make-source who port line column)
  source?
  (who source-who)
  (port source-port)
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

(define (place-text who line column)
  (string-append who ": line " (number->string line) ", column " (number->string column) ": "))

;; The text is wrong at the next character, which is `found`.
(define (refuse source reason found)
  (let ((place (place-text (source-who source) (source-line source) (source-column source))))
    (if (eof-object? found)
        (error (string-append place reason ", found the end of the text"))
        (error (string-append place reason ", found") found))))

(define (json-read . given)
  (let ((port (if (pair? given) (car given) (current-input-port))))
    (if (not (and (input-port? port) (textual-port? port)))
        (error "json-read: argument 1 is not a textual input port" port))
    (let ((source (make-source "json-read" port 1 1)))
      (skip-mark source)
      (skip-space source)
      (if (eof-object? (peek source)) (eof-object) (read-value source)))))

(define (string->json text)
  (if (not (string? text)) (error "string->json: argument 1 is not a string" text))
  (let ((source (make-source "string->json" (open-input-string text) 1 1)))
    (skip-mark source)
    (let ((value (read-value source)))
      (skip-space source)
      (if (not (eof-object? (peek source)))
          (refuse source "expected nothing after the value" (peek source)))
      value)))

;; A byte order mark before the text says nothing.
(define (skip-mark source)
  (if (eqv? (peek source) #\xfeff) (read-char (source-port source))))

(define (skip-space source)
  (let ((char (peek source)))
    (cond ((or (eqv? char #\space) (eqv? char #\newline) (eqv? char #\tab) (eqv? char #\return))
           (next! source)
           (skip-space source)))))

(define (read-value source)
  (skip-space source)
  (let ((char (peek source)))
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
  (let ((reason (string-append "expected " word)))
    (string-for-each
     (lambda (char)
       (if (not (eqv? char (peek source))) (refuse source reason (peek source)))
       (next! source))
     word)
    value))

;; After the opening bracket.
(define (read-elements source)
  (skip-space source)
  (cond ((eqv? (peek source) #\])
         (next! source)
         (vector))
        (else
         (let loop ((elements (list (read-value source))))
           (if (another? source #\] "expected a comma or ] after an element")
               (loop (cons (read-value source) elements))
               (list->vector (reverse elements)))))))

;; After the opening brace.
(define (read-members source table)
  (skip-space source)
  (cond ((eqv? (peek source) #\}) (next! source))
        (else
         (let loop ()
           (read-member source table)
           (if (another? source #\} "expected a comma or } after a member") (loop)))))
  table)

(define (read-member source table)
  (skip-space source)
  (if (not (eqv? (peek source) #\"))
      (refuse source "expected a member's name in quotes" (peek source)))
  (let ((name (read-text source)))
    (skip-space source)
    (if (not (eqv? (peek source) #\:))
        (refuse source "expected a colon after a member's name" (peek source)))
    (next! source)
    (hash-table-set! table name (read-value source))))

;; Takes a comma, or what closes, and says whether more follows.
(define (another? source close reason)
  (skip-space source)
  (let ((char (peek source)))
    (cond ((eqv? char #\,) (next! source) #t)
          ((eqv? char close) (next! source) #f)
          (else (refuse source reason char)))))

;; At the opening quote. No line ends in a string: the column is counted along.
(define (read-text source)
  (let ((port (source-port source)))
    (read-char port)
    (let loop ((chars '()) (column (+ (source-column source) 1)))
      (let ((char (read-char port)))
        (cond ((eqv? char #\")
               (set-source-column! source (+ column 1))
               (list->string (reverse chars)))
              ((eqv? char #\\)
               (set-source-column! source (+ column 1))
               (let ((char (read-escape source)))
                 (loop (cons char chars) (source-column source))))
              ((and (char? char) (char>=? char #\space)) (loop (cons char chars) (+ column 1)))
              (else
               (set-source-column! source column)
               (refuse-in-text source char)))))))

(define (refuse-in-text source found)
  (refuse source
          (if (eof-object? found)
              "expected \" at the end of a string"
              "a control character in a string is written with a backslash")
          found))

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
  (let* ((whole (take-whole source (take-one source '() '(#\-))))
         (fraction (if (eqv? (peek source) #\.)
                       (take-digits source (cons (next! source) whole))
                       whole))
         (all (if (memv (peek source) '(#\e #\E))
                  (take-digits source
                               (take-one source (cons (next! source) fraction) '(#\+ #\-)))
                  fraction)))
    (number-of source (list->string (reverse all)) (eq? all whole))))

(define (take-whole source taken)
  (if (eqv? (peek source) #\0)
      (let ((taken (cons (next! source) taken)))
        (if (digit? (peek source))
            (refuse source "a number of several digits does not begin with 0" (peek source)))
        taken)
      (take-digits source taken)))

(define (digit? char) (and (char? char) (char<=? #\0 char #\9)))

(define (take-one source taken choice)
  (if (memv (peek source) choice) (cons (next! source) taken) taken))

(define (take-digits source taken)
  (if (not (digit? (peek source))) (refuse source "expected a digit" (peek source)))
  (let loop ((taken taken))
    (if (digit? (peek source)) (loop (cons (next! source) taken)) taken)))

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
  (let ((port (sink-port sink)))
    (write-char #\" port)
    (string-for-each (lambda (char) (write-text-char char port)) text)
    (write-char #\" port)))

(define (write-text-char char port)
  (cond ((char=? char #\") (write-string "\\\"" port))
        ((char=? char #\\) (write-string "\\\\" port))
        ((char<? char #\space) (write-control char port))
        (else (write-char char port))))

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
