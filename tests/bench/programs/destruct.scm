;;; Destructive list operations on ten lists that grow and are cut in half.
;;; n: repetitions of 600 steps with 50 cells each.
;;; bench: fifteen smoke=1 scaling=38 exponent=1
(define n 3000)

(define (make-cells count)
  (do ((count count (- count 1))
       (cells '() (cons '() cells)))
      ((= count 0) cells)))

(define (last-cell cells)
  (if (null? (cdr cells))
      cells
      (last-cell (cdr cells))))

(define (append-cells! cells tail)
  (set-cdr! (last-cell cells) tail))

(define (grow-all! lists count)
  (do ((lists lists (cdr lists)))
      ((null? lists))
    (if (null? (car lists))
        (set-car! lists (list '())))
    (append-cells! (car lists) (make-cells count))))

;; Marks the first half of `cells` and returns the cell after it.
(define (mark-half! cells mark)
  (do ((left (quotient (length cells) 2) (- left 1))
       (cells cells (cdr cells)))
      ((= left 0) cells)
    (set-car! cells mark)))

;; Cuts the list in the car of `holder` in half; returns what is cut off.
(define (cut-half! holder mark)
  (let ((half (quotient (length (car holder)) 2)))
    (if (= half 0)
        (begin
          (set-car! holder '())
          '())
        (do ((left half (- left 1))
             (cells (car holder) (cdr cells)))
            ((= left 1)
             (let ((rest (cdr cells)))
               (set-cdr! cells '())
               rest))
          (set-car! cells mark)))))

(define (shift-all! lists mark)
  (do ((holder lists (cdr holder))
       (next (cdr lists) (cdr next)))
      ((null? next))
    (let ((place (mark-half! (car next) mark)))
      (set-cdr! place (cut-half! holder mark)))))

(define (destruct steps count)
  (let ((lists (make-cells 10)))
    (do ((step steps (- step 1)))
        ((= step 0) lists)
      (if (null? (car lists))
          (grow-all! lists count)
          (shift-all! lists step)))))

(define (sum-cells cells)
  (let loop ((cells cells) (sum 0))
    (cond ((null? cells) sum)
          ((null? (car cells)) (loop (cdr cells) (+ sum 1)))
          (else (loop (cdr cells) (+ sum (car cells)))))))

(define (repeat times result)
  (if (= times 0)
      result
      (repeat (- times 1) (destruct 600 50))))

(write (map sum-cells (repeat n '())))
(newline)
