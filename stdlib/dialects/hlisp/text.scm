;;; Texts, which are strings and names, and what is said of wrong values.

(define (text? value) (or (string? value) (symbol? value)))

(define (text-of text) (if (symbol? text) (symbol->string text) text))

(define (name-of text) (if (symbol? text) text (string->symbol text)))

;; Refuses an argument of the function `who`. Called in tail position, so that whoever resumes gives the
;; value of the function.
(define (refuse who wanted found)
  (error (string-append who " needs " wanted ", not " (written found))))

;; (checked who ((holds? value wanted) ...) form ...): the forms, if each value is what is wanted.
(define-syntax checked
  (syntax-rules ()
    ((_ who () form ...) (let () form ...))
    ((_ who ((holds? value wanted) check ...) form ...)
     (if (holds? value) (checked who (check ...) form ...) (refuse who wanted value)))))

;; What a thunk gives. An error in it is one of whoever calls this in tail position: who resumes gives the
;; value of the whole.
(define (as-one-step thunk)
  ((guard (condition (#t (lambda () (raise condition))))
     (let ((value (thunk)))
       (lambda () value)))))

(define (index? value) (and (number? value) (exact-integer? value)))

(define (indices? values) (or (null? values) (and (index? (car values)) (indices? (cdr values)))))

;; An index that counts from the end if it is negative, made to fit.
(define (place-in index size)
  (let ((place (if (negative? index) (+ size index) index)))
    (max 0 (min place size))))

;; (substring text start [end])
(define (substring text start . end)
  (apply part-of-text "substring" text start end))

(define (part-of-text who text start . end)
  (checked who ((text? text "a text") (index? start "a whole number")
                (indices? end "a whole number"))
    (let* ((text (text-of text))
           (size (string-length text))
           (from (place-in start size))
           (to (if (null? end) size (place-in (car end) size))))
      (if (< from to) (string-copy text from to) ""))))

;; (replace text from to): every occurrence, from the left.
(define (replace text from to)
  (checked "replace" ((text? text "a text") (text? from "a text") (text? to "a text")
                      (filled? from "something to look for"))
    (let* ((text (text-of text)) (from (text-of from)) (to (text-of to))
           (step (string-length from)) (end (string-length text)))
      (let loop ((start 0) (pieces '()))
        (let ((found (string-search-forward from text start)))
          (if found
              (loop (+ found step) (cons to (cons (string-copy text start found) pieces)))
              (string-concatenate (reverse (cons (string-copy text start end) pieces)))))))))

(define (filled? text) (not (string-null? (text-of text))))

;; (sanitize text): so that it can stand between the quotes of a text, in a program and in JSON.
(define (sanitize text)
  (checked "sanitize" ((text? text "a text"))
    (let ((port (open-output-string)))
      (string-for-each (lambda (char) (write-escaped char port)) (text-of text))
      (get-output-string port))))

(define (write-escaped char port)
  (case char
    ((#\" #\\) (write-char #\\ port) (write-char char port))
    ((#\newline) (write-string "\\n" port))
    ((#\return) (write-string "\\r" port))
    ((#\tab) (write-string "\\t" port))
    (else
     (if (char<? char #\space)
         (let ((digits (number->string (char->integer char) 16)))
           (write-string "\\u" port)
           (write-string (make-string (- 4 (string-length digits)) #\0) port)
           (write-string digits port))
         (write-char char port)))))

;; (concat value …): one text; of lists, one list.
(define (concat . values)
  (if (and (pair? values) (lists? values))
      (apply append values)
      (string-concatenate (map (lambda (value) (if (null? value) "" (shown value))) values))))

(define (lists? values) (or (null? values) (and (list? (car values)) (lists? (cdr values)))))
