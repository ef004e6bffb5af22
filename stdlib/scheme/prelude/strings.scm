;;; Strings and characters with procedures (SRFI 13, SRFI 152, MIT Scheme).

(define (char-ascii? char)
  (< (char->integer char) 128))

;; What `string-index` and its kin leave to the library: a predicate in place of a character.

(define (%string-index-by string predicate . range)
  (let* ((start (if (pair? range) (car range) 0))
         (chars (apply string->list string range)))
    (let loop ((chars chars) (index start))
      (if (pair? chars)
          (if (predicate (car chars)) index (loop (cdr chars) (+ index 1)))
          #f))))

(define (%string-rindex-by string predicate . range)
  (let* ((start (if (pair? range) (car range) 0))
         (chars (reverse! (apply string->list string range))))
    (let loop ((chars chars) (index (+ start (length chars) -1)))
      (if (pair? chars)
          (if (predicate (car chars)) index (loop (cdr chars) (- index 1)))
          #f))))

;; The predicate of a trimming procedure holds of the characters that stay.
(define (%string-trim-by string keep?)
  (%string-trim-left-by (%string-trim-right-by string keep?) keep?))

(define (%string-trim-left-by string keep?)
  (string-tail string (or (%string-index-by string keep?) (string-length string))))

(define (%string-trim-right-by string keep?)
  (let ((last (%string-rindex-by string keep?)))
    (string-head string (if last (+ last 1) 0))))

(define (string-find-next-char string char) (string-index string char))
(define (string-find-previous-char string char) (string-rindex string char))
(define (string-find-first-index predicate string) (%string-index-by string predicate))
(define (string-find-last-index predicate string) (%string-rindex-by string predicate))
(define (string-search? pattern string) (if (string-search-forward pattern string 0) #t #f))

;; (string-count string char-or-predicate [start [end]])
(define (string-count string wanted . range)
  (if (string? string)
      (let ((chars (apply string->list string range)))
        (if (char? wanted)
            (count (lambda (char) (char=? char wanted)) chars)
            (begin
              (%check-procedure 'string-count 2 wanted)
              (count wanted chars))))
      (if (string? wanted)
          (apply string-count wanted string range)
          (%wrong-type 'string-count 1 "a string" string))))

;; (string-any predicate string …), (string-every predicate string …)
(define (string-any predicate first . rest)
  (cond ((not (procedure? predicate)) (%wrong-type 'string-any 1 "a procedure" predicate))
        (else
         (apply any predicate (%strings->lists 'string-any (cons first rest))))))

(define (string-every predicate first . rest)
  (cond ((not (procedure? predicate)) (%wrong-type 'string-every 1 "a procedure" predicate))
        (else
         (apply every predicate (%strings->lists 'string-every (cons first rest))))))

;; (string-fold f seed string): f gets the characters and what it gave before.
(define (string-fold procedure seed string . range)
  (cond ((not (procedure? procedure)) (%wrong-type 'string-fold 1 "a procedure" procedure))
        (else
         (if (string? string)
             (fold procedure seed (apply string->list string range))
             (%wrong-type 'string-fold 3 "a string" string)))))

(define (string-fold-right procedure seed string . range)
  (cond ((not (procedure? procedure)) (%wrong-type 'string-fold-right 1 "a procedure" procedure))
        (else
         (if (string? string)
             (fold-right procedure seed (apply string->list string range))
             (%wrong-type 'string-fold-right 3 "a string" string)))))

(define (string-filter predicate string)
  (cond ((not (procedure? predicate)) (%wrong-type 'string-filter 1 "a procedure" predicate))
        (else
         (list->string (apply filter predicate (%strings->lists 'string-filter (list string)))))))

(define (string-remove predicate string)
  (cond ((not (procedure? predicate)) (%wrong-type 'string-remove 1 "a procedure" predicate))
        (else
         (list->string (apply remove predicate (%strings->lists 'string-remove (list string)))))))

(define (string-tabulate procedure count)
  (%chars->string 'string-tabulate (%tabulate 'string-tabulate count procedure)))

;; A procedure that adds the character or the string that it is given; without argument, or given
;; `result`, it gives all of it as a new string (SRFI 140, Gauche, MIT Scheme). Cost: linear in all that
;; was added.
(define (string-builder . options)
  (let ((port (open-output-string)))
    (lambda arguments
      (if (null? arguments)
          (get-output-string port)
          (%build port (car arguments))))))

(define (%build port object)
  (cond ((char? object) (write-char object port))
        ((string? object) (write-string object port))
        ((eq? object 'result) (get-output-string port))
        (else (%wrong-type 'string-builder 1 "a character, a string or result" object))))

;; The list of the pieces of a string between characters of which the predicate holds; no empty ones.
(define (string-tokenize string . predicate)
  (let ((inside? (if (pair? predicate)
                     (car predicate)
                     (%private (lambda (char) (not (char-whitespace? char)))))))
    (%check-procedure 'string-tokenize 2 inside?)
    (let loop ((chars (reverse! (string->list string))) (token '()) (tokens '()))
      (let ((complete (if (null? token) tokens (cons (list->string token) tokens))))
        (cond ((null? chars) complete)
              ((inside? (car chars)) (loop (cdr chars) (cons (car chars) token) tokens))
              (else (loop (cdr chars) '() complete)))))))
