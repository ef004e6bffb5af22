;;; A file read as data.
;;; n: bytes in the file.
;;; bench: smoke=10000 scaling=1000000
(define n 100000000)

(define path "")

(define (count-data port)
  (let loop ((count 0) (in-order? #t))
    (let ((datum (read port)))
      (if (eof-object? datum)
          (list (> count (quotient n 80)) in-order?)
          (loop (+ count 1)
                (and in-order? (= (cadr datum) count)))))))

(write (count-data (open-input-file path)))
(newline)
