;;; String building: string ports, string-append, substring, string->list and characters.
;;; n: lines built; ten rounds.
;;; bench: smoke=100 scaling=2000 exponent=1
(define n 160000)

(define (padded k width)
  (let ((digits (number->string k)))
    (string-append (make-string (- width (string-length digits)) #\0) digits)))

(define (write-lines port)
  (let loop ((k 0))
    (if (< k n)
        (begin
          (display (string-append "line " (padded k 8) ": " (if (even? k) "even" "odd")) port)
          (newline port)
          (loop (+ k 1))))))

(define (make-text)
  (let ((port (open-output-string)))
    (write-lines port)
    (get-output-string port)))

(define (line-end text start)
  (let loop ((i start))
    (if (char=? (string-ref text i) #\newline)
        i
        (loop (+ i 1)))))

(define (reversed-line line)
  (list->string (reverse (string->list line))))

(define (digit-sum line)
  (let ((size (string-length line)))
    (let loop ((i 0) (sum 0))
      (if (= i size)
          sum
          (let ((char (string-ref line i)))
            (loop (+ i 1)
                  (if (char<=? #\0 char #\9)
                      (+ sum (- (char->integer char) 48))
                      sum)))))))

(define (check-lines text)
  (let ((size (string-length text)))
    (let loop ((start 0) (count 0) (sum 0))
      (if (= start size)
          (list size count sum)
          (let* ((end (line-end text start))
                 (line (substring text start end))
                 (backwards (reversed-line line)))
            (loop (+ end 1)
                  (if (char=? (string-ref backwards 0) #\n) (+ count 1) count)
                  (+ sum (digit-sum backwards))))))))

(define (fill-string size)
  (let ((s (make-string size #\a)))
    (do ((i 0 (+ i 1)))
        ((= i size) s)
      (string-set! s i (integer->char (+ 97 (remainder (* i 7) 26)))))))

(define (count-char char s)
  (let loop ((i 0) (count 0))
    (if (= i (string-length s))
        count
        (loop (+ i 1)
              (if (char=? char (string-ref s i)) (+ count 1) count)))))

(define (repeat times result)
  (if (= times 0)
      result
      (repeat (- times 1)
              (list (check-lines (make-text))
                    (count-char #\h (fill-string (* n 10)))))))

(write (repeat 10 '()))
(newline)
