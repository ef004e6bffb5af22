;;; Sorting (SRFI 132). An order `less?` is true if its first argument comes before the second.
;;;
;;; All sorting is the library's one stable merge sort, so that the procedures with `stable` in their
;;; names are the others. Selection partitions around the median of three elements, and sorts what is
;;; left where that does not make it small soon: n log n calls at worst.

(define list-stable-sort list-sort)
(define list-stable-sort! list-sort!)
(define vector-stable-sort vector-sort)
(define vector-stable-sort! vector-sort!)

;;; Merging: of equal elements, those of the first sequence come first.

(define (list-merge less? left right)
  (%check-procedure 'list-merge 1 less?)
  (check-list 'list-merge 2 left)
  (check-list 'list-merge 3 right)
  (let loop ((left left) (right right) (merged '()))
    (cond ((null? left) (append-reverse! merged right))
          ((null? right) (append-reverse! merged left))
          ((less? (car right) (car left)) (loop left (cdr right) (cons (car right) merged)))
          (else (loop (cdr left) right (cons (car left) merged))))))

(define list-merge! list-merge)

(define (check-list who position object)
  (if (not (list? object)) (%wrong-type who position "a proper list" object)))

;; (vector-merge less? left right [start1 [end1 [start2 [end2]]]])
(define (vector-merge less? left right . ranges)
  (%check-procedure 'vector-merge 1 less?)
  (check-vector 'vector-merge 2 left)
  (check-vector 'vector-merge 3 right)
  (call-with-values
      (lambda () (two-ranges 'vector-merge 4 (vector-length left) (vector-length right) ranges))
    (lambda (start1 end1 start2 end2)
      (let ((to (make-vector (+ (- end1 start1) (- end2 start2)))))
        (merge-into! to less? 0 left start1 end1 right start2 end2)
        to))))

;; (vector-merge! less? to left right [start [start1 [end1 [start2 [end2]]]]])
(define (vector-merge! less? to left right . places)
  (%check-procedure 'vector-merge! 1 less?)
  (check-vector 'vector-merge! 2 to)
  (check-vector 'vector-merge! 3 left)
  (check-vector 'vector-merge! 4 right)
  (let ((start (if (pair? places) (car places) 0))
        (ranges (if (pair? places) (cdr places) '())))
    (check-index 'vector-merge! 5 0 (vector-length to) start)
    (call-with-values
        (lambda () (two-ranges 'vector-merge! 6 (vector-length left) (vector-length right) ranges))
      (lambda (start1 end1 start2 end2)
        (if (< (- (vector-length to) start) (+ (- end1 start1) (- end2 start2)))
            (%no-result 'vector-merge! "there is no room behind this index" start))
        (merge-into! to less? start left start1 end1 right start2 end2)))))

(define (merge-into! to less? start left start1 end1 right start2 end2)
  (let loop ((at start) (i start1) (j start2))
    (cond ((= i end1) (vector-copy! to at right j end2))
          ((= j end2) (vector-copy! to at left i end1))
          ((less? (vector-ref right j) (vector-ref left i))
           (vector-set! to at (vector-ref right j))
           (loop (+ at 1) i (+ j 1)))
          (else
           (vector-set! to at (vector-ref left i))
           (loop (+ at 1) (+ i 1) j)))))

;;; Deleting all but the first of equal elements that stand together

(define (list-delete-neighbor-dups same? list)
  (%check-procedure 'list-delete-neighbor-dups 1 same?)
  (check-list 'list-delete-neighbor-dups 2 list)
  (if (null? list)
      '()
      (let loop ((rest (cdr list)) (kept (cons (car list) '())))
        (cond ((null? rest) (reverse! kept))
              ((same? (car kept) (car rest)) (loop (cdr rest) kept))
              (else (loop (cdr rest) (cons (car rest) kept)))))))

(define list-delete-neighbor-dups! list-delete-neighbor-dups)

;; (vector-delete-neighbor-dups same? vector [start [end]])
(define (vector-delete-neighbor-dups same? vector . range)
  (%check-procedure 'vector-delete-neighbor-dups 1 same?)
  (call-with-values (lambda () (one-range 'vector-delete-neighbor-dups 3 vector range))
    (lambda (start end)
      (let* ((copy (vector-copy vector start end)) (end (delete-dups! same? copy 0 (- end start))))
        (vector-copy copy 0 end)))))

;; Puts what is kept first, and gives the index behind it.
(define (vector-delete-neighbor-dups! same? vector . range)
  (%check-procedure 'vector-delete-neighbor-dups! 1 same?)
  (call-with-values (lambda () (one-range 'vector-delete-neighbor-dups! 3 vector range))
    (lambda (start end) (delete-dups! same? vector start end))))

(define (one-range who position vector range)
  (check-vector who 2 vector)
  (range-of who position range (vector-length vector)))

(define (delete-dups! same? vector start end)
  (if (= start end)
      end
      (let loop ((from (+ start 1)) (last start))
        (cond ((= from end) (+ last 1))
              ((same? (vector-ref vector last) (vector-ref vector from)) (loop (+ from 1) last))
              (else
               (vector-set! vector (+ last 1) (vector-ref vector from))
               (loop (+ from 1) (+ last 1)))))))

;;; Selection

;; (vector-select! less? vector k [start [end]]): the element that is at k, from 0, in the sorted range.
(define (vector-select! less? vector k . range)
  (%check-procedure 'vector-select! 1 less?)
  (call-with-values (lambda () (one-range 'vector-select! 4 vector range))
    (lambda (start end)
      (check-index 'vector-select! 3 0 (- end start 1) k)
      (select! less? vector (+ start k) start end)
      (vector-ref vector (+ start k)))))

;; (vector-separate! less? vector k [start [end]]): puts the k least elements of the range first.
(define (vector-separate! less? vector k . range)
  (%check-procedure 'vector-separate! 1 less?)
  (call-with-values (lambda () (one-range 'vector-separate! 4 vector range))
    (lambda (start end)
      (check-index 'vector-separate! 3 0 (- end start) k)
      (if (< k (- end start)) (select! less? vector (+ start k) start end)))))

;; Rounds of partitioning, which halve mostly, before the rest is sorted.
(define most-rounds 64)

;; Puts at `wanted` the element that belongs there, what comes before it before, what after it after.
(define (select! less? vector wanted start end)
  (let loop ((start start) (end end) (left most-rounds))
    (cond ((< (- end start) 2))
          ((or (= left 0) (< (- end start) 8)) (vector-sort! less? vector start end))
          (else
           (call-with-values (lambda () (partition! less? vector start end))
             (lambda (low high)
               (cond ((< wanted low) (loop start low (- left 1)))
                     ((>= wanted high) (loop high end (- left 1))))))))))

;; Puts what comes before a pivot first, and what comes after it last; gives the bounds of the rest.
(define (partition! less? vector start end)
  (let ((pivot (median-of-three less? vector start end)))
    (let loop ((at start) (low start) (high end))
      (if (= at high)
          (values low high)
          (let ((element (vector-ref vector at)))
            (cond ((less? element pivot)
                   (vector-swap! vector at low)
                   (loop (+ at 1) (+ low 1) high))
                  ((less? pivot element)
                   (vector-swap! vector at (- high 1))
                   (loop at low (- high 1)))
                  (else (loop (+ at 1) low high))))))))

(define (median-of-three less? vector start end)
  (let ((a (vector-ref vector start))
        (b (vector-ref vector (quotient (+ start end) 2)))
        (c (vector-ref vector (- end 1))))
    (if (less? a b)
        (if (less? b c) b (if (less? a c) c a))
        (if (less? a c) a (if (less? b c) c b)))))

;;; The median: the middle element, or the mean of the two, by `mean` or as numbers; `none` if there
;;; are no elements.

(define (vector-find-median less? vector none . mean)
  (check-median 'vector-find-median less? vector mean)
  (median less? (vector-copy vector) none mean
          (lambda (vector k) (vector-select! less? vector k))))

;; The same, leaving the vector sorted.
(define (vector-find-median! less? vector none . mean)
  (check-median 'vector-find-median! less? vector mean)
  (vector-sort! less? vector)
  (median less? vector none mean vector-ref))

(define (check-median who less? vector mean)
  (%check-procedure who 1 less?)
  (check-vector who 2 vector)
  (if (pair? mean) (%check-procedure who 4 (car mean))))

(define (median less? vector none mean element)
  (let* ((count (vector-length vector)) (half (quotient count 2)))
    (cond ((= count 0) none)
          ((odd? count) (element vector half))
          (else
           (let* ((lower (element vector (- half 1))) (upper (element vector half)))
             (if (pair? mean) ((car mean) lower upper) (/ (+ lower upper) 2)))))))
