;;; A file read by characters.
;;; n: bytes in the file.
;;; bench: smoke=10000 scaling=1000000
(define n 100000000)

(define path "")

(define (count-lines port)
  (let loop ((chars 0) (lines 0))
    (let ((char (read-char port)))
      (if (eof-object? char)
          (list (>= chars n) (> lines (quotient chars 80)))
          (loop (+ chars 1)
                (if (char=? char #\newline) (+ lines 1) lines))))))

(write (count-lines (open-input-file path)))
(newline)
