;;; Many symbols: interned, kept, and found again.
;;; n: symbols.
;;; bench: smoke=1000 scaling=10000
(define n 1000000)

(define (symbol-of k)
  (string->symbol (string-append "symbol-" (number->string k))))

(define symbols
  (let loop ((k n) (symbols '()))
    (if (= k 0)
        symbols
        (loop (- k 1) (cons (symbol-of (- k 1)) symbols)))))

(define (count-found symbols k found)
  (if (null? symbols)
      found
      (count-found (cdr symbols)
                   (+ k 1)
                   (if (eq? (car symbols) (symbol-of k)) (+ found 1) found))))

(write (count-found symbols 0 0))
(newline)
