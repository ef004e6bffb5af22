;;; write of deep and of long structure (R7RS 6.13.3).
(import (scheme base) (scheme write))

(define (show x) (write x) (newline))
(define (written f x) (let ((p (open-output-string))) (f x p) (get-output-string p)))

(define (nest n) (let loop ((i 0) (x '())) (if (= i n) x (loop (+ i 1) (list x)))))
(show (string-length (written write (nest 100000))))
(define (chain n) (let loop ((i 0) (x '())) (if (= i n) x (loop (+ i 1) (cons i x)))))
(show (string-length (written write (chain 10000))))
(define (vectors n) (let loop ((i 0) (x 'end)) (if (= i n) x (loop (+ i 1) (vector x)))))
(show (string-length (written write (vectors 50000))))
(show (string-length (written display (list (make-string 5000 #\") (make-vector 1000 'a)))))
(define (spine n) (let loop ((i 0) (x '())) (if (= i n) x (loop (+ i 1) (cons x 'a)))))
(show (string-length (written write (spine 10000))))
