;;; Chapter 2: the picture language.
(import (sicp) (sicp picture) (scheme base) (scheme file))

(define (show x) (write x) (newline))

;; How many lines a picture has, from the text.
(define (lines painter)
  (let count ((text (string->list (paint painter))) (n 0))
    (cond ((null? text) n)
          ((and (char=? (car text) #\L)) (count (cdr text) (+ n 1)))
          (else (count (cdr text) n)))))

(display (paint outline))
(display (paint (beside wave (flip-vert (squash-inwards outline)))))

(define corner
  (segments->painter
   (list (make-segment (make-vect 0 0) (make-vect 1/2 0)) (make-segment (make-vect 0 0) (make-vect 0 1/4)))))
(define (same? one other) (equal? (paint one) (paint other)))
(show (same? corner (flip-horiz (flip-horiz corner))))
(show (same? corner (flip-vert (flip-vert corner))))
(show (same? (rotate180 corner) (rotate90 (rotate90 corner))))
(show (same? (rotate270 corner) (rotate180 (rotate90 corner))))
(show (same? (rotate180 corner) (flip-vert (flip-horiz corner))))
(show (same? corner (rotate90 corner)))
(display (paint (rotate90 corner)))
(display (paint (shrink-to-upper-right corner)))
;; Below is beside, turned.
(define (below-by-turning lower upper) (rotate90 (beside (rotate270 lower) (rotate270 upper))))
(show (same? (below corner outline) (below-by-turning corner outline)))

(define (split one other)
  (define (go painter n)
    (if (= n 0)
        painter
        (let ((smaller (go painter (- n 1)))) (one painter (other smaller smaller)))))
  go)
(define right-split (split beside below))
(define up-split (split below beside))
(define (corner-split painter n)
  (if (= n 0)
      painter
      (let* ((up (up-split painter (- n 1)))
             (right (right-split painter (- n 1))))
        (below (beside painter (below right right))
               (beside (beside up up) (corner-split painter (- n 1)))))))
(define (square-of-four top-left top-right bottom-left bottom-right)
  (lambda (painter)
    (below (beside (bottom-left painter) (bottom-right painter))
           (beside (top-left painter) (top-right painter)))))
(define (square-limit painter n)
  ((square-of-four flip-horiz identity rotate180 flip-vert) (corner-split painter n)))
(define flipped-pairs (square-of-four identity flip-vert identity flip-vert))
(show (list (lines wave) (lines (right-split wave 3)) (lines (corner-split wave 2)) (lines (square-limit wave 3))))
(display (paint (flipped-pairs corner)))

;; A painter of one's own, by its frame.
(define (diagonal frame)
  (let ((place (frame-coord-map frame)))
    (draw-line (place (make-vect 0 0)) (place (make-vect 1 1)))))
(display (paint (beside diagonal (below diagonal blank))))

;; Into a file, and back.
(paint (square-limit diagonal 2) "limit.svg")
(call-with-input-file "limit.svg"
  (lambda (port) (show (read-line port))))
