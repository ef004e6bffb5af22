;;; All placements of eight queens: lists, append and search.
;;; n: repetitions.
;;; bench: fifteen smoke=1 scaling=50 exponent=1
(define n 13000)

(define (one-to k)
  (let loop ((k k) (numbers '()))
    (if (= k 0)
        numbers
        (loop (- k 1) (cons k numbers)))))

(define (safe? row distance placed)
  (or (null? placed)
      (and (not (= (car placed) (+ row distance)))
           (not (= (car placed) (- row distance)))
           (safe? row (+ distance 1) (cdr placed)))))

(define (count-from candidates rejected placed)
  (if (null? candidates)
      (if (null? rejected) 1 0)
      (+ (if (safe? (car candidates) 1 placed)
             (count-from (append (cdr candidates) rejected)
                         '()
                         (cons (car candidates) placed))
             0)
         (count-from (cdr candidates)
                     (cons (car candidates) rejected)
                     placed))))

(define (queens size)
  (count-from (one-to size) '() '()))

(define (repeat times sum)
  (if (= times 0)
      sum
      (repeat (- times 1) (+ sum (queens 8)))))

(write (repeat n 0))
(newline)
