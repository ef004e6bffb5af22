;;; Hash tables with integer keys and with string keys: insertion, look-up and update.
;;; n: operations on each table. Their keys come in random order, and at these sizes the tables leave
;;; the processor's caches: so the time grows faster than the work, on other systems as well.
;;; bench: smoke=100 scaling=76000 exponent=1.3
(define n 1500000)

(define (next-random seed)
  (remainder (* seed 16807) 2147483647))

(define (count-integers keys)
  (let ((table (make-eqv-table)))
    (let loop ((k 0) (seed 42) (distinct 0))
      (if (= k n)
          (list distinct (eqv-table-ref table 7 0))
          (let* ((key (remainder seed keys))
                 (count (eqv-table-ref table key 0)))
            (eqv-table-set! table key (+ count 1))
            (loop (+ k 1)
                  (next-random seed)
                  (if (= count 0) (+ distinct 1) distinct)))))))

(define (key-strings keys)
  (let ((names (make-vector keys "")))
    (do ((k 0 (+ k 1)))
        ((= k keys) names)
      (vector-set! names k (string-append "key-" (number->string k))))))

(define (count-strings names keys)
  (let ((table (make-string-table)))
    (let loop ((k 0) (seed 42) (distinct 0))
      (if (= k n)
          (list distinct (string-table-ref table (string-append "key-" "7") 0))
          (let* ((key (vector-ref names (remainder seed keys)))
                 (count (string-table-ref table key 0)))
            (string-table-set! table key (+ count 1))
            (loop (+ k 1)
                  (next-random seed)
                  (if (= count 0) (+ distinct 1) distinct)))))))

(define keys (quotient n 4))

(write (list (count-integers keys)
             (count-strings (key-strings keys) keys)))
(newline)
