;;; Long strings: made, filled, joined, cut and written to a port.
;;; n: characters.
;;; bench: smoke=1000 scaling=100000
(define n 100000000)

(define (fill! s)
  (let loop ((i 0))
    (if (< i n)
        (begin
          (string-set! s i (integer->char (+ 97 (remainder i 26))))
          (loop (+ i 1))))))

(define (count-char char s)
  (let ((size (string-length s)))
    (let loop ((i 0) (count 0))
      (if (= i size)
          count
          (loop (+ i 1)
                (if (char=? char (string-ref s i)) (+ count 1) count))))))

(define (build-through-port)
  (let ((port (open-output-string)))
    (let loop ((k 0))
      (if (< k (quotient n 10))
          (begin
            (display "0123456789" port)
            (loop (+ k 1)))
          (get-output-string port)))))

(define s (make-string n #\space))
(fill! s)
(define middle (quotient n 2))
(define joined (string-append (substring s middle n) (substring s 0 middle)))

(write (list (count-char #\e s)
             (string=? s joined)
             (string-length joined)
             (string-length (build-through-port))))
(newline)
