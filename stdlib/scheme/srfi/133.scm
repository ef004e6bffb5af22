;;; Vectors (SRFI 133).
;;;
;;; Where several vectors are walked, the shortest ends the walk. What is found early is found
;;; without a look at what is behind it.

;; Checks: the argument at a position is what the procedure takes.

(define (check-vectors who position vectors)
  (if (pair? vectors)
      (begin
        (check-vector who position (car vectors))
        (check-vectors who (+ position 1) (cdr vectors)))))

;; The range of a vector that the arguments from `position` on name.
(define (check-range who position vector start end)
  (check-index who position 0 (vector-length vector) start)
  (check-index who (+ position 1) start (vector-length vector) end))

(define (shortest-length vectors)
  (apply min (map vector-length vectors)))

(define (elements-at index vectors)
  (map (lambda (vector) (vector-ref vector index)) vectors))

;; Constructors.

;; (vector-unfold-right f length seed …): the last element comes first.
(define (vector-unfold-right procedure length . seeds)
  (%check-procedure 'vector-unfold-right 1 procedure)
  (if (not (and (exact-integer? length) (>= length 0)))
      (%wrong-type 'vector-unfold-right 2 "an exact non-negative integer" length))
  (let ((vector (make-vector length)))
    (unfold-down! procedure vector 0 length seeds)
    vector))

;; (vector-unfold! f vector start end seed …), and the same from the last element on.
(define (vector-unfold! procedure vector start end . seeds)
  (%check-procedure 'vector-unfold! 1 procedure)
  (check-vector 'vector-unfold! 2 vector)
  (check-range 'vector-unfold! 3 vector start end)
  (let loop ((index start) (seeds seeds))
    (if (< index end)
        (call-with-values
         (lambda () (apply procedure index seeds))
         (lambda (element . seeds)
           (vector-set! vector index element)
           (loop (+ index 1) seeds))))))

(define (vector-unfold-right! procedure vector start end . seeds)
  (%check-procedure 'vector-unfold-right! 1 procedure)
  (check-vector 'vector-unfold-right! 2 vector)
  (check-range 'vector-unfold-right! 3 vector start end)
  (unfold-down! procedure vector start end seeds))

(define (unfold-down! procedure vector start end seeds)
  (let loop ((index (- end 1)) (seeds seeds))
    (if (>= index start)
        (call-with-values
         (lambda () (apply procedure index seeds))
         (lambda (element . seeds)
           (vector-set! vector index element)
           (loop (- index 1) seeds))))))

;; (vector-append-subvectors vector start end …)
(define (vector-append-subvectors . arguments)
  (let loop ((rest arguments) (position 1) (parts '()))
    (cond ((null? rest) (vector-concatenate (reverse parts)))
          ((and (pair? (cdr rest)) (pair? (cddr rest)))
           (let ((vector (car rest)) (start (cadr rest)) (end (car (cddr rest))))
             (check-vector 'vector-append-subvectors position vector)
             (check-range 'vector-append-subvectors (+ position 1) vector start end)
             (loop (cdr (cddr rest))
                   (+ position 3)
                   (cons (vector-copy vector start end) parts))))
          (else
           (%no-result 'vector-append-subvectors
                       "the last vector is without its start and end"
                       (car rest))))))

;; Comparison.

;; (vector= same? vector …): each is as long as the next, with the same elements.
(define (vector= same? . vectors)
  (%check-procedure 'vector= 1 same?)
  (check-vectors 'vector= 2 vectors)
  (or (null? vectors)
      (let loop ((first (car vectors)) (rest (cdr vectors)))
        (or (null? rest)
            (and (vector=2 same? first (car rest))
                 (loop (car rest) (cdr rest)))))))

(define (vector=2 same? left right)
  (let ((length (vector-length left)))
    (or (eq? left right)
        (and (= length (vector-length right))
             (let loop ((index 0))
               (or (= index length)
                   (and (same? (vector-ref left index) (vector-ref right index))
                        (loop (+ index 1)))))))))

;; Walks.

;; (vector-cumulate f seed vector): all that a fold of it passes through, but the seed.
(define (vector-cumulate procedure seed vector)
  (%check-procedure 'vector-cumulate 1 procedure)
  (check-vector 'vector-cumulate 3 vector)
  (let* ((length (vector-length vector)) (results (make-vector length)))
    (let loop ((index 0) (state seed))
      (if (< index length)
          (let ((state (procedure state (vector-ref vector index))))
            (vector-set! results index state)
            (loop (+ index 1) state))
          results))))

;; The procedure that calls the predicate with the elements at an index.
(define (at-index predicate vectors)
  (if (null? (cdr vectors))
      (let ((vector (car vectors)))
        (lambda (index) (predicate (vector-ref vector index))))
      (lambda (index) (apply predicate (elements-at index vectors)))))

;; Calls `choose` with the index and what the predicate gives there, until it gives a true value;
;; that is the value then, or else #f. The indices go from `start` by `step`.
(define (search-vectors predicate vectors start end step choose)
  (let ((%holds-at? (at-index predicate vectors)))
    (let loop ((index start))
      (if (= index end)
          #f
          (or (choose index (%holds-at? index))
              (loop (+ index step)))))))

(define (search-up who predicate vectors choose)
  (%check-procedure who 1 predicate)
  (check-vectors who 2 vectors)
  (search-vectors predicate vectors 0 (shortest-length vectors) 1 choose))

(define (search-down who predicate vectors choose)
  (%check-procedure who 1 predicate)
  (check-vectors who 2 vectors)
  (search-vectors predicate vectors (- (shortest-length vectors) 1) -1 -1 choose))

(define (index-if-true index result) (and result index))
(define (index-if-false index result) (and (not result) index))

;; The first index, or the last, at which the predicate holds, or does not; #f if there is none.
(define (vector-index predicate first . rest)
  (search-up 'vector-index predicate (cons first rest) index-if-true))

(define (vector-skip predicate first . rest)
  (search-up 'vector-skip predicate (cons first rest) index-if-false))

(define (vector-index-right predicate first . rest)
  (search-down 'vector-index-right predicate (cons first rest) index-if-true))

(define (vector-skip-right predicate first . rest)
  (search-down 'vector-skip-right predicate (cons first rest) index-if-false))

(define (vector-any predicate first . rest)
  (search-up 'vector-any predicate (cons first rest) (lambda (index result) result)))

;; What the predicate gives for the last elements, if it holds for all before; it is called for
;; those in tail position.
(define (vector-every predicate first . rest)
  (%check-procedure 'vector-every 1 predicate)
  (check-vectors 'vector-every 2 (cons first rest))
  (let* ((vectors (cons first rest))
         (last (- (shortest-length vectors) 1))
         (%holds-at? (at-index predicate vectors)))
    (let loop ((index 0))
      (cond ((< index last) (and (%holds-at? index) (loop (+ index 1))))
            ((= index last) (%holds-at? index))
            (else #t)))))

;; Two values: the elements for which the predicate holds and then the others, each in their
;; order, and the count of the first.
(define (vector-partition predicate vector)
  (%check-procedure 'vector-partition 1 predicate)
  (check-vector 'vector-partition 2 vector)
  (let ((length (vector-length vector)))
    (let loop ((index 0) (count 0) (held '()) (others '()))
      (cond ((= index length)
             (values (vector-append (reverse-list->vector held) (reverse-list->vector others))
                     count))
            ((predicate (vector-ref vector index))
             (loop (+ index 1) (+ count 1) (cons (vector-ref vector index) held) others))
            (else
             (loop (+ index 1) count held (cons (vector-ref vector index) others)))))))

;; (vector-reverse-copy! to at from [start [end]]); the two may be one vector.
(define (vector-reverse-copy! to at from . range)
  (check-vector 'vector-reverse-copy! 1 to)
  (check-index 'vector-reverse-copy! 2 0 (vector-length to) at)
  (check-vector 'vector-reverse-copy! 3 from)
  (let* ((start (if (pair? range) (car range) 0))
         (end (if (and (pair? range) (pair? (cdr range))) (cadr range) (vector-length from))))
    (check-range 'vector-reverse-copy! 4 from start end)
    (if (> (- end start) (- (vector-length to) at))
        (%no-result 'vector-reverse-copy! "there is not so much room in the target" to))
    (vector-copy! to at (vector-reverse-copy from start end))))
