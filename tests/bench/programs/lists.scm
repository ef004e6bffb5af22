;;; Lists through higher-order procedures: map, for-each, fold, filter, append, merge sort, vectors.
;;; n: the length of the lists; ten rounds.
;;; bench: smoke=100 scaling=3900 work=n*log(n) exponent=1
(define n 310000)

(define (next-random seed)
  (remainder (* seed 16807) 2147483647))

(define (random-list size seed)
  (let loop ((k 0) (seed seed) (items '()))
    (if (= k size)
        items
        (loop (+ k 1) (next-random seed) (cons seed items)))))

(define (fold f initial items)
  (if (null? items)
      initial
      (fold f (f (car items) initial) (cdr items))))

(define (keep wanted? items)
  (reverse
   (fold (lambda (item kept) (if (wanted? item) (cons item kept) kept))
         '()
         items)))

(define (merge-lists first second before?)
  (let loop ((first first) (second second) (merged '()))
    (cond ((null? first) (append (reverse merged) second))
          ((null? second) (append (reverse merged) first))
          ((before? (car second) (car first))
           (loop first (cdr second) (cons (car second) merged)))
          (else
           (loop (cdr first) second (cons (car first) merged))))))

(define (merge-sort items size before?)
  (if (< size 2)
      (if (= size 0) '() (list (car items)))
      (let ((half (quotient size 2)))
        (merge-lists (merge-sort items half before?)
               (merge-sort (list-tail items half) (- size half) before?)
               before?))))

(define (round-of seed)
  (let* ((items (random-list n seed))
         (sorted (merge-sort items n <))
         (evens (keep even? sorted))
         (products (map (lambda (a b) (remainder (* a b) 1009))
                        evens
                        (reverse evens)))
         (sum 0))
    (for-each (lambda (x) (set! sum (+ sum x))) products)
    (vector-for-each (lambda (x) (set! sum (+ sum x)))
                     (vector-map (lambda (x) (remainder x 7)) (list->vector items)))
    (+ sum (length (append evens products)))))

(define (repeat times total)
  (if (= times 0)
      total
      (repeat (- times 1) (+ total (round-of times)))))

(write (repeat 10 0))
(newline)
