;;; Chapter 2, section 2.2.4: painters that are put together again and again.
(import (sicp) (sicp picture))

(define (show x) (write x) (newline))

(define (lines painter)
  (let count ((text (string->list (paint painter))) (n 0))
    (cond ((null? text) n)
          ((char=? (car text) #\L) (count (cdr text) (+ n 1)))
          (else (count (cdr text) n)))))
(define (same? one other) (equal? (paint one) (paint other)))

(define dart
  (segments->painter
   (list (make-segment (make-vect 0 0) (make-vect 1 1/2)) (make-segment (make-vect 1 1/2) (make-vect 1/4 1)))))

;; The book's definitions, under names of their own, paint the same.
(define (my-right-split painter n)
  (if (= n 0)
      painter
      (let ((smaller (my-right-split painter (- n 1))))
        (beside painter (below smaller smaller)))))
(define (my-up-split painter n)
  (if (= n 0)
      painter
      (let ((smaller (my-up-split painter (- n 1))))
        (below painter (beside smaller smaller)))))
(define (my-corner-split painter n)
  (if (= n 0)
      painter
      (let ((up (my-up-split painter (- n 1)))
            (right (my-right-split painter (- n 1))))
        (let ((top-left (beside up up))
              (bottom-right (below right right))
              (corner (my-corner-split painter (- n 1))))
          (beside (below painter top-left)
                  (below bottom-right corner))))))
(define (my-square-limit painter n)
  (let ((quarter (my-corner-split painter n)))
    (let ((half (beside (flip-horiz quarter) quarter)))
      (below (flip-vert half) half))))
(define (my-flipped-pairs painter)
  (let ((painter2 (beside painter (flip-vert painter))))
    (below painter2 painter2)))

(define (compare mine theirs)
  (map (lambda (n) (same? (mine dart n) (theirs dart n))) '(0 1 2 3)))
(show (compare my-right-split right-split))
(show (compare my-up-split up-split))
(show (compare my-corner-split corner-split))
(show (same? (my-flipped-pairs dart) (flipped-pairs dart)))
;; Turned about its middle, a limit is as it was, in another order of its lines.
(show (map (lambda (n) (list (lines (my-square-limit dart n)) (lines (square-limit dart n)))) '(0 1 2 3)))
(show (same? (right-split dart 2) ((split beside below) dart 2)))
(show (same? (up-split dart 2) ((split below beside) dart 2)))
(show (lines (square-limit wave 4)))
(display (paint (corner-split dart 1)))
(show (same? ((square-of-four identity flip-vert rotate180 flip-horiz) dart)
             (below (beside (rotate180 dart) (flip-horiz dart)) (beside dart (flip-vert dart)))))
