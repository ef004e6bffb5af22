;;; The triangular peg game: every way of jumping down to one peg, by search in vectors.
;;; n: repetitions of the search on the board of 15 holes.
;;; bench: smoke=1 scaling=1 exponent=1
(define n 25)

;; The holes are numbered row by row; row r has r + 1 holes.
(define rows 5)
(define holes 15)

(define (hole row column)
  (+ (quotient (* row (+ row 1)) 2) column))

(define (on-board? row column)
  (and (<= 0 row) (< row rows) (<= 0 column) (<= column row)))

(define directions '((0 . 1) (0 . -1) (1 . 0) (-1 . 0) (1 . 1) (-1 . -1)))

(define (jumps-from row column)
  (let loop ((directions directions) (jumps '()))
    (if (null? directions)
        jumps
        (let* ((down (caar directions))
               (across (cdar directions))
               (to-row (+ row (* 2 down)))
               (to-column (+ column (* 2 across))))
          (loop (cdr directions)
                (if (on-board? to-row to-column)
                    (cons (vector (hole row column)
                                  (hole (+ row down) (+ column across))
                                  (hole to-row to-column))
                          jumps)
                    jumps))))))

(define jumps
  (let loop ((row 0) (column 0) (all '()))
    (cond ((= row rows) (list->vector all))
          ((> column row) (loop (+ row 1) 0 all))
          (else (loop row (+ column 1) (append (jumps-from row column) all))))))

(define jump-count (vector-length jumps))
(define board (make-vector holes 1))
(define moves-made (make-vector holes 0))

(define (possible? jump)
  (and (= 1 (vector-ref board (vector-ref jump 0)))
       (= 1 (vector-ref board (vector-ref jump 1)))
       (= 0 (vector-ref board (vector-ref jump 2)))))

(define (set-holes! jump start over end)
  (vector-set! board (vector-ref jump 0) start)
  (vector-set! board (vector-ref jump 1) over)
  (vector-set! board (vector-ref jump 2) end))

(define (solutions depth)
  (if (= depth 13)
      1
      (let loop ((i 0) (found 0))
        (if (= i jump-count)
            found
            (let ((jump (vector-ref jumps i)))
              (if (possible? jump)
                  (begin
                    (set-holes! jump 0 0 1)
                    (vector-set! moves-made depth i)
                    (let ((below (solutions (+ depth 1))))
                      (set-holes! jump 1 1 0)
                      (loop (+ i 1) (+ found below))))
                  (loop (+ i 1) found)))))))

(define (play empty)
  (vector-set! board empty 0)
  (let ((found (solutions 0)))
    (vector-set! board empty 1)
    found))

(define (repeat times sum)
  (if (= times 0)
      sum
      (repeat (- times 1) (+ sum (play 4)))))

(write (repeat n 0))
(newline)
