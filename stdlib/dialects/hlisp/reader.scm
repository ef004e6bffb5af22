;;; From text to tokens and from tokens to forms. What is read from a text is what is parsed from its
;;; tokens.

(define (delimiter? char)
  (or (char-whitespace? char) (memv char '(#\( #\) #\' #\" #\;))))

;; Tokens are read by a source: a procedure that gives the next token, or #f. A token is `(`, `)`, `'`, a
;; literal text with its quotes, or a word.
(define (token-source text)
  (let ((at 0) (end (string-length text)))
    (define (word-end from)
      (if (or (= from end) (delimiter? (string-ref text from))) from (word-end (+ from 1))))
    (define (line-end from)
      (if (or (= from end) (char=? (string-ref text from) #\newline)) from (line-end (+ from 1))))
    (define (text-end from)
      (cond ((>= from end) (error (unclosed text at)))
            ((char=? (string-ref text from) #\") (+ from 1))
            ((char=? (string-ref text from) #\\) (text-end (+ from 2)))
            (else (text-end (+ from 1)))))
    (define (token-to place)
      (let ((token (string-copy text at place)))
        (set! at place)
        token))
    (define (next)
      (if (= at end)
          #f
          (let ((char (string-ref text at)))
            (cond ((char-whitespace? char) (set! at (+ at 1)) (next))
                  ((char=? char #\;) (set! at (line-end at)) (next))
                  ((char=? char #\") (token-to (text-end (+ at 1))))
                  ((memv char '(#\( #\) #\')) (token-to (+ at 1)))
                  (else (token-to (word-end (+ at 1))))))))
    next))

(define (unclosed text start)
  (let* ((end (or (string-index text #\newline start) (string-length text)))
         (shown (min end (+ start 40))))
    (string-append "Missing quote: " (string-copy text start shown) (if (< shown end) " ..." ""))))

;; (tokenize text)
(define (tokenize text)
  (checked "tokenize" ((text? text "a text"))
    (as-one-step
     (lambda ()
       (let ((next (token-source (text-of text))))
         (let loop ((tokens '()))
           (let ((token (next)))
             (if token (loop (cons token tokens)) (reverse tokens)))))))))

;; (parse tokens): or of a text.
(define (parse tokens)
  (if (text? tokens)
      (forms-of-text (text-of tokens))
      (checked "parse" ((tokens? tokens "a list of tokens"))
        (as-one-step (lambda () (forms-of (source-of-tokens tokens)))))))

(define (source-of-tokens tokens)
  (lambda ()
    (if (null? tokens)
        #f
        (let ((token (text-of (car tokens))))
          (set! tokens (cdr tokens))
          token))))

(define (forms-of-text text)
  (as-one-step (lambda () (forms-of (token-source text)))))

(define (tokens? values)
  (and (list? values)
       (let loop ((rest values))
         (or (null? rest)
             (and (text? (car rest)) (filled? (car rest)) (loop (cdr rest)))))))

;; The forms that tokens make. `open` are the lists that are not closed, the innermost first, the elements
;; of each in reverse; the symbol ' stands for a quote that waits for its form. What is not closed at
;; the end is closed there.
(define (forms-of next)
  (let loop ((forms '()) (open '()))
    (let ((token (next)))
      (cond ((not token) (finished forms open))
            ((string=? token "(") (loop '() (cons forms open)))
            ((string=? token "'") (loop '(|'|) (cons forms open)))
            ((not (string=? token ")")) (settle (infer-type token) forms open loop))
            ((waits-for-form? forms) (error "Nothing after the quote"))
            ((null? open) (error "One ) too many"))
            (else (settle (reverse forms) (car open) (cdr open) loop))))))

(define (waits-for-form? forms) (and (pair? forms) (eq? (car forms) '|'|)))

;; Adds a form, and closes the quotes that waited for it.
(define (settle form forms open continue)
  (if (waits-for-form? forms)
      (settle (list 'quote form) (car open) (cdr open) continue)
      (continue (cons form forms) open)))

(define (finished forms open)
  (cond ((waits-for-form? forms) (error "Nothing after the quote"))
        ((null? open) (reverse forms))
        (else (settle (reverse forms) (car open) (cdr open) finished))))

;; (infer-type token): the value that a token stands for.
(define (infer-type token)
  (checked "infer-type" ((text? token "a text"))
    (let ((text (text-of token)))
      (cond ((string-null? text) text)
            ((char=? (string-ref text 0) #\") (unquoted text))
            ((string=? text "[]") 'nil)
            (else (or (number-of text) (string->symbol text)))))))

(define (number-of text)
  (and (string-every number-char? text) (string-any char-numeric? text)
       (let ((number (string->number text)))
         (and number (real? number) number))))

(define (number-char? char)
  (or (char<=? #\0 char #\9) (memv char '(#\+ #\- #\. #\e #\E))))

;; The text between the quotes of a literal.
(define (unquoted literal)
  (let ((last (max 1 (- (string-length literal) 1))))
    (if (not (string-index literal #\\))
        (string-copy literal 1 last)
        (let ((port (open-output-string)))
          (let loop ((at 1))
            (cond ((>= at last) (get-output-string port))
                  ((char=? (string-ref literal at) #\\)
                   (loop (write-unescaped literal (+ at 1) last port)))
                  (else
                   (write-char (string-ref literal at) port)
                   (loop (+ at 1)))))))))

;; Writes what stands at `at`, behind a backslash; gives the place after it.
(define (write-unescaped literal at last port)
  (let ((char (string-ref literal at)))
    (case char
      ((#\n) (write-char #\newline port) (+ at 1))
      ((#\r) (write-char #\return port) (+ at 1))
      ((#\t) (write-char #\tab port) (+ at 1))
      ((#\u)
       (let* ((end (min (+ at 5) last))
              (digits (string-copy literal (+ at 1) end))
              (code (and (= (string-length digits) 4) (string->number digits 16))))
         (if (or (not code) (not (string-every hexadecimal? digits)) (<= #xD800 code #xDFFF))
             (error (string-append "No character: \\u" digits)))
         (write-char (integer->char code) port)
         end))
      (else (write-char char port) (+ at 1)))))

(define (hexadecimal? char)
  (or (char<=? #\0 char #\9) (char<=? #\a (char-downcase char) #\f)))

;; What `read-forms` is: the forms of a text, or the error that says why it is none.
(define (read-forms-of text)
  (guard (condition ((error-object? condition) condition))
    (forms-of (token-source text))))
