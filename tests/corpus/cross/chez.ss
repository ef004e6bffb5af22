;; Runs one program of the corpus form by form, going on after a form that Chez refuses.
(define path (car (command-line-arguments)))
(let ((port (open-input-file path)))
  (let loop ()
    (let ((form (guard (e (#t (display "!! unreadable\n") (eof-object))) (read port))))
      (unless (eof-object? form)
        (call/cc
          (lambda (next)
            (with-exception-handler
              (lambda (e)
                (if (warning? e)
                    (void)
                    (begin
                      (display "!! ")
                      (if (condition? e) (display-condition e) (write e))
                      (newline)
                      (next #f))))
              (lambda () (eval form)))))
        (loop)))))
