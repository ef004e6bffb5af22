;;; Fitting blocks into a box: exhaustive search in vectors of booleans, three-dimensional.
;;; n: repetitions of packing a box of 4 × 4 × 2.
;;; bench: smoke=1 scaling=1 exponent=1
(define n 14)

(define width 4)
(define depth 4)
(define height 2)
(define cells (* width depth height))

(define (cell x y z)
  (+ x (* width (+ y (* depth z)))))

(define (fits? x y z a b c)
  (and (<= (+ x a) width) (<= (+ y b) depth) (<= (+ z c) height)))

;; The cells of the block a × b × c with its first corner at x y z.
(define (block-cells x y z a b c)
  (let loop ((i 0) (j 0) (k 0) (found '()))
    (cond ((= k c) (reverse found))
          ((= j b) (loop 0 0 (+ k 1) found))
          ((= i a) (loop 0 (+ j 1) k found))
          (else
           (loop (+ i 1) j k (cons (cell (+ x i) (+ y j) (+ z k)) found))))))

;; Shapes with their orientations; shape numbers index the vector of pieces left.
(define shapes
  '((0 2 2 1) (0 2 1 2) (0 1 2 2)
    (1 3 1 1) (1 1 3 1) (1 1 1 3)
    (2 2 1 1) (2 1 2 1) (2 1 1 2)))

;; For each cell, what can be put with its first cell there: a list of (shape . cells).
(define placements
  (let ((table (make-vector cells '())))
    (do ((z 0 (+ z 1)))
        ((= z height) table)
      (do ((y 0 (+ y 1)))
          ((= y depth))
        (do ((x 0 (+ x 1)))
            ((= x width))
          (for-each
           (lambda (shape)
             (if (apply fits? x y z (cdr shape))
                 (vector-set! table
                              (cell x y z)
                              (cons (cons (car shape) (apply block-cells x y z (cdr shape)))
                                    (vector-ref table (cell x y z))))))
           shapes))))))

(define filled (make-vector cells #f))
(define left (vector 4 2 5))
(define tried 0)

(define (free? places)
  (or (null? places)
      (and (not (vector-ref filled (car places)))
           (free? (cdr places)))))

(define (fill! places value)
  (if (pair? places)
      (begin
        (vector-set! filled (car places) value)
        (fill! (cdr places) value))))

(define (change-left! shape amount)
  (vector-set! left shape (+ (vector-ref left shape) amount)))

(define (first-free from)
  (cond ((= from cells) #f)
        ((vector-ref filled from) (first-free (+ from 1)))
        (else from)))

(define (packings from)
  (let ((place (first-free from)))
    (if (not place)
        1
        (let try ((options (vector-ref placements place)) (found 0))
          (if (null? options)
              found
              (let ((shape (caar options))
                    (places (cdar options)))
                (if (and (> (vector-ref left shape) 0) (free? places))
                    (begin
                      (set! tried (+ tried 1))
                      (fill! places #t)
                      (change-left! shape -1)
                      (let ((below (packings (+ place 1))))
                        (fill! places #f)
                        (change-left! shape 1)
                        (try (cdr options) (+ found below))))
                    (try (cdr options) found))))))))

(define (repeat times sum)
  (if (= times 0)
      (list sum tried)
      (begin
        (set! tried 0)
        (repeat (- times 1) (+ sum (packings 0))))))

(write (repeat n 0))
(newline)
