;;; Ports with procedures (R7RS 6.13.1, MIT Scheme). A port that is made for a procedure is closed when
;;; the procedure returns; one that is left by a jump stays open, so that it can be returned to.

(define (call-with-port port procedure)
  (cond ((not (procedure? procedure)) (%wrong-type 'call-with-port 2 "a procedure" procedure))
        (else
         (let ((result (procedure port)))
           (close-port port)
           result))))

(define (call-with-input-file path procedure)
  (cond ((not (procedure? procedure)) (%wrong-type 'call-with-input-file 2 "a procedure" procedure))
        (else
         (call-with-port (open-input-file path) procedure))))

(define (call-with-output-file path procedure)
  (cond ((not (procedure? procedure)) (%wrong-type 'call-with-output-file 2 "a procedure" procedure))
        (else
         (call-with-port (open-output-file path) procedure))))

(define (with-input-from-file path thunk)
  (cond ((not (procedure? thunk)) (%wrong-type 'with-input-from-file 2 "a procedure" thunk))
        (else
         (call-with-port (open-input-file path)
                         (lambda (port) (%with-port current-input-port port thunk))))))

(define (with-output-to-file path thunk)
  (cond ((not (procedure? thunk)) (%wrong-type 'with-output-to-file 2 "a procedure" thunk))
        (else
         (call-with-port (open-output-file path)
                         (lambda (port) (%with-port current-output-port port thunk))))))

(define (call-with-input-string string procedure)
  (procedure (open-input-string string)))

(define (with-input-from-string string thunk)
  (cond ((not (procedure? thunk)) (%wrong-type 'with-input-from-string 2 "a procedure" thunk))
        (else
         (%with-port current-input-port (open-input-string string) thunk))))

(define (call-with-output-string procedure)
  (let ((port (open-output-string)))
    (procedure port)
    (get-output-string port)))

(define (with-output-to-string . thunk)
  (if (pair? thunk) (%check-procedure 'with-output-to-string 1 (car thunk)))
  (let ((port (open-output-string)))
    (if (pair? thunk) (%with-port current-output-port port (car thunk)))
    (get-output-string port)))

(define (call-with-output-bytevector procedure)
  (let ((port (open-output-bytevector)))
    (procedure port)
    (get-output-bytevector port)))

(define (%with-port parameter port thunk)
  (%with-bindings (cons (list parameter port) (%bindings)) thunk))

;; All the lines that are left, as `read-line` gives them; all the data, as `read` does.
(define (read-lines . port) (%read-all read-line port))
(define (port->lines . port) (%read-all read-line port))
(define (port->list read port) (%read-all read (list port)))

(define (%read-all read arguments)
  (let loop ((items '()))
    (let ((item (apply read arguments)))
      (if (eof-object? item)
          (reverse! items)
          (loop (cons item items))))))

;; All the characters that are left, as one string.
(define (port->string . port)
  (call-with-output-string
   (lambda (output)
     (let loop ()
       (let ((text (apply read-string 65536 port)))
         (if (not (eof-object? text))
             (begin (write-string text output) (loop))))))))
