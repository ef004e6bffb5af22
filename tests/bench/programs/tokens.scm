;;; Counting words: read-char and peek-char over generated text, a string table.
;;; n: words in the text; ten rounds.
;;; bench: smoke=100 scaling=7500 exponent=1
(define n 600000)

(define (next-random seed)
  (remainder (* seed 16807) 2147483647))

(define (write-word seed port)
  (let loop ((left (+ 2 (remainder seed 3))) (seed seed))
    (if (> left 0)
        (begin
          (write-char (integer->char (+ 97 (remainder (quotient seed 64) 8))) port)
          (loop (- left 1) (quotient seed 16))))))

(define (make-text)
  (let ((port (open-output-string)))
    (let loop ((k 0) (seed 42))
      (if (= k n)
          (get-output-string port)
          (begin
            (write-word seed port)
            (write-char (if (= (remainder k 10) 9) #\newline #\space) port)
            (loop (+ k 1) (next-random seed)))))))

(define (read-word port)
  (let loop ((chars '()))
    (let ((char (peek-char port)))
      (if (or (eof-object? char) (char-whitespace? char))
          (list->string (reverse chars))
          (loop (cons (read-char port) chars))))))

(define (count-words port)
  (let ((counts (make-string-table)))
    (let loop ((words 0) (distinct 0) (lines 0) (most 0))
      (let ((char (peek-char port)))
        (cond ((eof-object? char) (list words distinct lines most))
              ((char-whitespace? char)
               (read-char port)
               (loop words distinct (if (char=? char #\newline) (+ lines 1) lines) most))
              (else
               (let* ((word (read-word port))
                      (count (+ 1 (string-table-ref counts word 0))))
                 (string-table-set! counts word count)
                 (loop (+ words 1)
                       (if (= count 1) (+ distinct 1) distinct)
                       lines
                       (max most count)))))))))

(define (repeat times result)
  (if (= times 0)
      result
      (repeat (- times 1) (count-words (open-input-string (make-text))))))

(write (repeat 10 '()))
(newline)
