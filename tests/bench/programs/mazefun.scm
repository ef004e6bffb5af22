;;; Mazes made by knocking down walls in random order, then solved: functional lists and vectors.
;;; n: mazes of 31 × 31 cells.
;;; bench: smoke=1 scaling=88 exponent=1
(define n 7000)

(define side 31)

(define (next-random seed)
  (remainder (* seed 16807) 2147483647))

;; The representative of `cell` in the forest `parents`.
(define (root parents cell)
  (let ((parent (vector-ref parents cell)))
    (if (= parent cell)
        cell
        (root parents parent))))

(define (join! parents first second)
  (vector-set! parents (root parents first) (root parents second)))

;; A wall is a pair of neighbouring cells.
(define walls
  (let loop ((cell 0) (walls '()))
    (if (= cell (* side side))
        walls
        (let* ((right (if (< (remainder cell side) (- side 1))
                          (cons (cons cell (+ cell 1)) walls)
                          walls))
               (down (if (< cell (* side (- side 1)))
                         (cons (cons cell (+ cell side)) right)
                         right)))
          (loop (+ cell 1) down)))))

(define (shuffled items seed)
  (let ((v (list->vector items)))
    (let loop ((i (- (vector-length v) 1)) (seed seed))
      (if (= i 0)
          (vector->list v)
          (let* ((j (remainder seed (+ i 1)))
                 (old (vector-ref v i)))
            (vector-set! v i (vector-ref v j))
            (vector-set! v j old)
            (loop (- i 1) (next-random seed)))))))

(define (identity-vector size)
  (let ((v (make-vector size 0)))
    (do ((i 0 (+ i 1)))
        ((= i size) v)
      (vector-set! v i i))))

(define (connect! neighbours a b)
  (vector-set! neighbours a (cons b (vector-ref neighbours a)))
  (vector-set! neighbours b (cons a (vector-ref neighbours b))))

;; Opens each wall whose two sides are not connected yet; returns the lists of neighbours.
(define (make-maze seed)
  (let ((parents (identity-vector (* side side)))
        (neighbours (make-vector (* side side) '())))
    (for-each
     (lambda (wall)
       (if (not (= (root parents (car wall)) (root parents (cdr wall))))
           (begin
             (join! parents (car wall) (cdr wall))
             (connect! neighbours (car wall) (cdr wall)))))
     (shuffled walls seed))
    neighbours))

;; The path from `cell` to `goal` not coming back to `from`, or #f.
(define (path neighbours cell from goal)
  (if (= cell goal)
      (list cell)
      (let try ((next (vector-ref neighbours cell)))
        (cond ((null? next) #f)
              ((= (car next) from) (try (cdr next)))
              ((path neighbours (car next) cell goal)
               => (lambda (rest) (cons cell rest)))
              (else (try (cdr next)))))))

(define (repeat times seed sum)
  (if (= times 0)
      sum
      (repeat (- times 1)
              (next-random seed)
              (+ sum
                 (length (path (make-maze seed) 0 -1 (- (* side side) 1)))))))

(write (repeat n 42 0))
(newline)
