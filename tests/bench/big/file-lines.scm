;;; A file read by lines.
;;; n: bytes in the file.
;;; bench: smoke=10000 scaling=1000000
(define n 100000000)

(define path "")

(define (count-lines port)
  (let loop ((chars 0) (lines 0))
    (let ((line (read-line port)))
      (if (eof-object? line)
          (list (>= (+ chars lines) n) (> lines (quotient chars 80)))
          (loop (+ chars (string-length line)) (+ lines 1))))))

(write (count-lines (open-input-file path)))
(newline)
