;;; Reading data: `read` over generated text from a string port.
;;; n: records in the text, which is read ten times.
;;; bench: smoke=20 scaling=2200 exponent=1
(define n 90000)

(define (write-record k port)
  (write (list 'record k
               (string-append "name \"" (number->string (* k 17)) "\"")
               (vector (* k k) (- k) #t #\a)
               (list 'nested (list 'list-of 'symbols k) '(quote x))
               (/ (inexact k) 4.0))
         port)
  (newline port))

(define text
  (let ((port (open-output-string)))
    (do ((k 0 (+ k 1)))
        ((= k n) (get-output-string port))
      (write-record k port))))

(define (weight datum)
  (cond ((pair? datum) (+ 1 (weight (car datum)) (weight (cdr datum))))
        ((vector? datum)
         (let loop ((i 0) (sum 1))
           (if (= i (vector-length datum))
               sum
               (loop (+ i 1) (+ sum (weight (vector-ref datum i)))))))
        ((string? datum) (string-length datum))
        ((symbol? datum) (if (eq? datum 'record) 3 2))
        ((number? datum) (if (exact? datum) (remainder datum 7) 1))
        (else 1)))

(define (read-all port)
  (let loop ((sum 0) (count 0))
    (let ((datum (read port)))
      (if (eof-object? datum)
          (list count sum)
          (loop (+ sum (weight datum)) (+ count 1))))))

(define (repeat times result)
  (if (= times 0)
      result
      (repeat (- times 1) (read-all (open-input-string text)))))

(write (repeat 10 '()))
(newline)
