; A file whose name is misspelled.
(call-with-output-file "numbers.txt"
  (lambda (port) (write 1 port)))
(define (count-lines name)
  (call-with-input-file name
    (lambda (port) (read-line port))))
(display (count-lines "nubmers.txt"))
