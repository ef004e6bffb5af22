;;; Symbols and association lists: interning, assq, assoc, member and equal?.
;;; n: look-ups of each kind.
;;; bench: smoke=100 scaling=100000 exponent=1
(define n 8000000)

(define (name k)
  (string-append "name-" (number->string k)))

(define by-symbol
  (let loop ((k 0) (entries '()))
    (if (= k 40)
        entries
        (loop (+ k 1)
              (cons (cons (string->symbol (name k)) k) entries)))))

(define by-string
  (map (lambda (entry) (cons (symbol->string (car entry)) (cdr entry)))
       by-symbol))

(define names
  (let ((names (make-vector 64 "")))
    (do ((k 0 (+ k 1)))
        ((= k 64) names)
      (vector-set! names k (name k)))))

(define (value-of entry)
  (if entry (cdr entry) -1))

(define (sum-by-symbol)
  (let loop ((k 0) (sum 0))
    (if (= k n)
        sum
        (loop (+ k 1)
              (+ sum
                 (value-of
                  (assq (string->symbol (vector-ref names (remainder k 64)))
                        by-symbol)))))))

(define (sum-by-string count)
  (let loop ((k 0) (sum 0))
    (if (= k count)
        sum
        (loop (+ k 1)
              (+ sum
                 (value-of
                  (assoc (vector-ref names (remainder k 64)) by-string)))))))

(define paths
  (map (lambda (entry) (list 'path (car entry) (cdr entry))) by-symbol))

(define (count-members count)
  (let loop ((k 0) (found 0))
    (if (= k count)
        found
        (loop (+ k 1)
              (+ found
                 (length
                  (or (member (list 'path 'name-20 (remainder k 40)) paths)
                      '())))))))

(write (list (sum-by-symbol)
             (sum-by-string (quotient n 10))
             (count-members (quotient n 10))))
(newline)
