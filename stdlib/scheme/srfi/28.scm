;;; Basic format strings (SRFI 28).

;; (format text object …): the text with `~a` written as by `display`, `~s` as by `write`, `~%` a
;; line's end and `~~` a tilde. Letters' case does not matter.
(define (format text . objects)
  (if (not (string? text)) (error "format: argument 1 is not a string" text))
  (let ((in (open-input-string text)) (out (open-output-string)))
    (let loop ((left objects))
      (let ((char (read-char in)))
        (cond ((eof-object? char) (finish out left))
              ((char=? char #\~) (loop (write-directive (read-char in) out left)))
              (else (write-char char out) (loop left)))))))

(define (finish out left)
  (if (pair? left) (error "format: there are more objects than places for them" left))
  (get-output-string out))

;; Writes what `directive` says, and gives the objects that are left.
(define (write-directive directive out objects)
  (case directive
    ((#\a #\A) (write-next display directive out objects))
    ((#\s #\S) (write-next write directive out objects))
    ((#\%) (newline out) objects)
    ((#\~) (write-char #\~ out) objects)
    (else
     (if (eof-object? directive)
         (error "format: the text ends in the middle of a directive")
         (error "format: not a directive: expected ~a, ~s, ~% or ~~" directive)))))

(define (write-next write-object directive out objects)
  (if (null? objects) (error "format: there is no object left for this directive" directive))
  (write-object (car objects) out)
  (cdr objects))
