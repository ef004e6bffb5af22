;; Runs one program of the corpus form by form, going on after a form that Guile refuses.
(define path (cadr (command-line)))
(define here (current-module))
(set-current-module (resolve-module '(guile-user)))
(call-with-input-file path
  (lambda (port)
    (let loop ()
      (let ((form ((@ (guile) read) port)))
        (if (not (eof-object? form))
            (begin
              (catch #t
                (lambda () (eval form (resolve-module '(guile-user))))
                (lambda (key . arguments)
                  (display "!! ")
                  (write key)
                  (write arguments)
                  (newline)))
              (loop)))))))
