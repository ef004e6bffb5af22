;;; Texts in languages of their own, as JSON: where they come from, and what is said of wrong ones.
;;;
;;; What is wrong is an error that names line and column, both from 1, of the text that the port has
;;; given since it was opened. The port counts them: a reader reads, and need not.

(define-record-type source
  (make-source who port)
  source?
  (who source-who)
  (port source-port))

;; The source for the procedure `who`, whose argument 1 is the port.
(define (source-of-port who port)
  (if (not (and (input-port? port) (textual-port? port)))
      (error (string-append who ": argument 1 is not a textual input port") port))
  (make-source who port))

;; The same for a string.
(define (source-of-string who text)
  (if (not (string? text)) (error (string-append who ": argument 1 is not a string") text))
  (make-source who (open-input-string text)))

(define (peek source) (peek-char (source-port source)))
(define (next! source) (read-char (source-port source)))

;; What the thunk gives, which reads from the source. A byte order mark before the text says nothing.
(define (reading source thunk)
  (guard (e ((and (error-object? e) (eq? (condition-kind e) 'invalid-utf8))
             (refuse source (string-append "what follows is no text: " (error-object-message e)))))
    (let ((port (source-port source)))
      (if (and (eqv? (peek-char port) #\xfeff) (equal? (%port-place port) '(1 . 1)))
          (read-char port)))
    (thunk)))

;; The text is wrong at its next character, at so many before that, or at a place that was noted.
(define (refuse source reason . found)
  (refuse-at source (place source) reason found))

(define (refuse-before source count reason found)
  (let ((next (place source)))
    (refuse-at source (cons (car next) (- (cdr next) count)) reason (list found))))

;; Where the next character stands.
(define (place source) (%port-place (source-port source)))

(define (refuse-at source place reason found)
  (let ((message (string-append
                  (source-who source)
                  ": line " (number->string (car place))
                  ", column " (number->string (cdr place))
                  ": " reason)))
    (cond ((null? found) (error message))
          ((eof-object? (car found)) (error (string-append message ", found the end of the text")))
          (else (error (string-append message ", found") (car found))))))
