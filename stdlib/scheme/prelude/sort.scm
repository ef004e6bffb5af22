;;; Sorting: `sort` and its kin are one stable merge sort, of vectors. Cost: n log n calls.
;;;
;;; A sequence is a list or a vector. `sort`, `sort!` and `merge-sort` take the sequence and the order
;;; `less?` in either order; `list-sort` and `vector-sort` too (R6RS and SRFI 132 begin with the order).

(define (sort sequence less?)
  (if (procedure? sequence)
      (%sort 'sort less? sequence 1)
      (%sort 'sort sequence less? 2)))

(define merge-sort sort)

(define (list-sort less? list)
  (if (procedure? less?)
      (%sort 'list-sort list less? 1)
      (%sort 'list-sort less? list 2)))

(define (vector-sort less? vector . range)
  (if (procedure? less?)
      (%sort 'vector-sort (%part vector range) less? 1)
      (%sort 'vector-sort (%part less? range) vector 2)))

;; The part of a vector between the indices of `range`; of what is no vector, itself.
(define (%part vector range)
  (if (and (vector? vector) (pair? range)) (apply vector-copy vector range) vector))

(define (sort! sequence less?)
  (cond ((and (procedure? sequence) (not (procedure? less?))) (sort! less? sequence))
        ((vector? sequence) (vector-copy! sequence 0 (%sort 'sort! sequence less? 2)) sequence)
        (else (%sort 'sort! sequence less? 2))))

(define (vector-sort! less? vector . range)
  (if (and (vector? vector) (pair? range))
      (vector-copy! vector (car range) (sort! (%part vector range) less?))
      (sort! less? vector))
  (if #f #f))

(define list-sort! list-sort)

;; The sorted copy of a sequence. `position` is where the caller was given the order.
(define (%sort who sequence less? position)
  (cond ((not (procedure? less?)) (%wrong-type who position "a procedure" less?))
        ((list? sequence)
         (let ((vector (list->vector sequence)))
           (%merge-sort! vector less?)
           (vector->list vector)))
        ((vector? sequence)
         (let ((vector (vector-copy sequence)))
           (%merge-sort! vector less?)
           vector))
        (else (%wrong-type who (- 3 position) "a proper list or a vector" sequence))))

(define (%merge-sort! vector less?)
  (let ((spare (make-vector (vector-length vector))))
    (let sort ((start 0) (end (vector-length vector)))
      (if (< (- end start) 8)
          (%insertion-sort! vector less? start end)
          (let ((middle (quotient (+ start end) 2)))
            (sort start middle)
            (sort middle end)
            (if (less? (vector-ref vector middle) (vector-ref vector (- middle 1)))
                (%merge! vector spare less? start middle end)))))))

(define (%insertion-sort! vector less? start end)
  (let each ((index (+ start 1)))
    (if (< index end)
        (let ((element (vector-ref vector index)))
          (let shift ((hole index))
            (if (> hole start)
                (let* ((before (- hole 1)) (previous (vector-ref vector before)))
                  (if (less? element previous)
                      (begin
                        (vector-set! vector hole previous)
                        (shift before))
                      (vector-set! vector hole element)))
                (vector-set! vector hole element)))
          (each (+ index 1))))))

;; Merges the sorted ranges from start to middle and from middle to end, neither of which is empty.
;; `a` and `b` are the elements at the indices before them.
(define (%merge! vector spare less? start middle end)
  (vector-copy! spare start vector start middle)
  (let loop ((left start)
             (a (vector-ref spare start))
             (right middle)
             (b (vector-ref vector middle))
             (to start))
    (if (less? b a)
        (let ((next (+ right 1)))
          (vector-set! vector to b)
          (if (< next end)
              (loop left a next (vector-ref vector next) (+ to 1))
              (vector-copy! vector (+ to 1) spare left middle)))
        (let ((next (+ left 1)))
          (vector-set! vector to a)
          (if (< next middle)
              (loop next (vector-ref spare next) right b (+ to 1)))))))

;; (sorted? sequence less?), (list-sorted? less? list), (vector-sorted? less? vector)
(define (sorted? sequence less?)
  (cond ((and (procedure? sequence) (not (procedure? less?))) (sorted? less? sequence))
        ((not (procedure? less?)) (%wrong-type 'sorted? 2 "a procedure" less?))
        ((vector? sequence) (sorted? (vector->list sequence) less?))
        ((null? sequence) #t)
        ((not (list? sequence)) (%not-a-list 'sorted? 1 sequence))
        (else
         (let loop ((previous (car sequence)) (rest (cdr sequence)))
           (cond ((null? rest) #t)
                 ((less? (car rest) previous) #f)
                 (else (loop (car rest) (cdr rest))))))))

(define (list-sorted? less? list) (sorted? list less?))
(define (vector-sorted? less? vector . range) (sorted? (%part vector range) less?))
