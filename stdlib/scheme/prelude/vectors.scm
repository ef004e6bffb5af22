;;; Vectors with procedures (SRFI 133, MIT Scheme). With several vectors, the shortest ends the walk.

(define (vector-tabulate procedure count)
  (if (and (procedure? count) (not (procedure? procedure)))
      (vector-tabulate count procedure)
      (list->vector (%tabulate 'vector-tabulate count procedure))))

(define (make-initialized-vector count procedure)
  (list->vector (%tabulate 'make-initialized-vector count procedure)))

(define (build-vector count procedure)
  (list->vector (%tabulate 'build-vector count procedure)))

;; (vector-unfold f length seed …): f gets the index and the seeds, and gives the element and the
;; next seeds.
(define (vector-unfold procedure length . seeds)
  (cond ((not (procedure? procedure)) (%wrong-type 'vector-unfold 1 "a procedure" procedure))
        ((not (exact-nonnegative-integer? length))
         (%wrong-type 'vector-unfold 2 "an exact non-negative integer" length))
        (else
         (let ((vector (make-vector length)))
           (let loop ((index 0) (seeds seeds))
             (if (< index length)
                 (call-with-values
                  (lambda () (apply procedure index seeds))
                  (lambda (element . seeds)
                    (vector-set! vector index element)
                    (loop (+ index 1) seeds)))
                 vector))))))

;; (vector-fold f seed vector …): f gets what it gave before, then the elements.
(define (vector-fold procedure seed first . rest)
  (cond ((not (procedure? procedure)) (%wrong-type 'vector-fold 1 "a procedure" procedure))
        (else
         (apply fold-left procedure seed (%vectors->lists 'vector-fold 3 (cons first rest))))))

;; (vector-fold-right f seed vector …): the same from the last elements on.
(define (vector-fold-right procedure seed first . rest)
  (cond ((not (procedure? procedure)) (%wrong-type 'vector-fold-right 1 "a procedure" procedure))
        (else
         (apply fold-left
                procedure
                seed
                (map reverse! (%same-lengths (%vectors->lists 'vector-fold-right 3 (cons first rest))))))))

(define (%same-lengths lists)
  (let ((shortest (apply min (map length lists))))
    (map (lambda (list) (list-head list shortest)) lists)))

(define (vector-count predicate first . rest)
  (cond ((not (procedure? predicate)) (%wrong-type 'vector-count 1 "a procedure" predicate))
        (else
         (apply count predicate (%vectors->lists 'vector-count 2 (cons first rest))))))

(define (vector-index predicate first . rest)
  (cond ((not (procedure? predicate)) (%wrong-type 'vector-index 1 "a procedure" predicate))
        (else
         (apply list-index predicate (%vectors->lists 'vector-index 2 (cons first rest))))))

(define (vector-any predicate first . rest)
  (cond ((not (procedure? predicate)) (%wrong-type 'vector-any 1 "a procedure" predicate))
        (else
         (apply any predicate (%vectors->lists 'vector-any 2 (cons first rest))))))

(define (vector-every predicate first . rest)
  (cond ((not (procedure? predicate)) (%wrong-type 'vector-every 1 "a procedure" predicate))
        (else
         (apply every predicate (%vectors->lists 'vector-every 2 (cons first rest))))))

(define (vector-filter predicate vector)
  (cond ((not (procedure? predicate)) (%wrong-type 'vector-filter 1 "a procedure" predicate))
        (else
         (list->vector (apply filter predicate (%vectors->lists 'vector-filter 2 (list vector)))))))

;; (vector-binary-search vector value compare): the index at which (compare element value) is zero,
;; or #f; it is negative for elements before and positive for elements after.
(define (vector-binary-search vector value compare)
  (cond ((not (procedure? compare)) (%wrong-type 'vector-binary-search 3 "a procedure" compare))
        (else
         (if (vector? vector)
             (let loop ((start 0) (end (vector-length vector)))
               (if (< start end)
                   (let* ((middle (quotient (+ start end) 2))
                          (order (compare (vector-ref vector middle) value)))
                     (cond ((zero? order) middle)
                           ((negative? order) (loop (+ middle 1) end))
                           (else (loop start middle))))
                   #f))
             (%wrong-type 'vector-binary-search 1 "a vector" vector)))))
