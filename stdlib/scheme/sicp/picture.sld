(define-library (sicp picture)
  (export
   add-vect below beside blank corner-split draw-line edge1-frame edge2-frame end-segment
   flip-horiz flip-vert flipped-pairs frame-coord-map make-frame make-segment make-vect
   origin-frame outline paint right-split rotate180 rotate270 rotate90 scale-vect
   segments->painter shrink-to-upper-right split square-limit square-of-four squash-inwards
   start-segment sub-vect superpose transform-painter up-split vertices->painter wave xcor-vect
   ycor-vect)
  (import (scheme base) (scheme file) (scheme inexact) (scheme write) (only (tower prelude) %private))
  (begin
    ;; A painter is a procedure of a frame; it draws by `draw-line`. Points of the unit square have
    ;; their origin at the lower left.

    (define (make-vect x y)
      (if (not (and (real? x) (real? y))) (error "make-vect: takes two real numbers:" x y))
      (cons x y))
    (define (xcor-vect vect) (car vect))
    (define (ycor-vect vect) (cdr vect))

    (define (add-vect one other)
      (make-vect (+ (xcor-vect one) (xcor-vect other)) (+ (ycor-vect one) (ycor-vect other))))

    (define (sub-vect one other)
      (make-vect (- (xcor-vect one) (xcor-vect other)) (- (ycor-vect one) (ycor-vect other))))

    (define (scale-vect factor vect)
      (make-vect (* factor (xcor-vect vect)) (* factor (ycor-vect vect))))

    (define (make-segment start end) (cons start end))
    (define (start-segment segment) (car segment))
    (define (end-segment segment) (cdr segment))

    (define (make-frame origin edge1 edge2) (list origin edge1 edge2))
    (define (origin-frame frame) (car frame))
    (define (edge1-frame frame) (cadr frame))
    (define (edge2-frame frame) (car (cddr frame)))

    ;; The procedure that takes points of the unit square into the frame.
    (define (frame-coord-map frame)
      (lambda (point)
        (add-vect (origin-frame frame)
                  (add-vect (scale-vect (xcor-vect point) (edge1-frame frame))
                            (scale-vect (ycor-vect point) (edge2-frame frame))))))

    ;; The lines that are painted, the last one first; #f where nothing is.
    (define lines (make-parameter #f))
    (define-record-type canvas (make-canvas segments) canvas?
      (segments canvas-segments set-canvas-segments!))

    (define (draw-line start end)
      (let ((canvas (lines)))
        (if (not canvas) (error "draw-line: only painters draw, and `paint` has them do it"))
        (set-canvas-segments! canvas (cons (make-segment start end) (canvas-segments canvas)))))

    (define (segments->painter segments)
      (lambda (frame)
        (let ((%place (frame-coord-map frame)))
          (for-each (lambda (segment)
                      (draw-line (%place (start-segment segment)) (%place (end-segment segment))))
                    segments))))

    ;; A line through all the points of the list.
    (define (vertices->painter points)
      (if (null? points)
          blank
          (segments->painter (map make-segment (reverse (cdr (reverse points))) (cdr points)))))

    (define (blank frame) #t)

    (define (superpose . painters)
      (lambda (frame) (for-each (lambda (painter) (painter frame)) painters)))

    ;; The same for painters that are made here: calling them is part of painting.
    (define (pile . painters)
      (lambda (frame) (for-each (lambda (%painter) (%painter frame)) painters)))

    ;; Where the frame's origin and the ends of its edges come to lie in the unit square.
    (define (transform-painter painter origin corner1 corner2)
      (lambda (frame)
        (let* ((%place (frame-coord-map frame)) (start (%place origin)))
          (painter (make-frame start
                               (sub-vect (%place corner1) start)
                               (sub-vect (%place corner2) start))))))

    (define (corners x0 y0 x1 y1 x2 y2)
      (lambda (painter)
        (transform-painter painter (make-vect x0 y0) (make-vect x1 y1) (make-vect x2 y2))))

    (define flip-vert (corners 0 1 1 1 0 0))
    (define flip-horiz (corners 1 0 0 0 1 1))
    (define rotate90 (corners 1 0 1 1 0 0))
    (define rotate180 (corners 1 1 0 1 1 0))
    (define rotate270 (corners 0 1 0 0 1 1))
    (define squash-inwards (corners 0 0 13/20 7/20 7/20 13/20))
    (define shrink-to-upper-right (corners 1/2 1/2 1 1/2 1/2 1))

    (define left-half (corners 0 0 1/2 0 0 1))
    (define right-half (corners 1/2 0 1 0 1/2 1))
    (define lower-half (corners 0 0 1 0 0 1/2))
    (define upper-half (corners 0 1/2 1 1/2 0 1))

    (define (beside left right) (pile (left-half left) (right-half right)))
    (define (below lower upper) (pile (lower-half lower) (upper-half upper)))

    ;; How painters are put together again and again (section 2.2.4).

    ;; (split large small): the procedure that repeats a painter `n` times, smaller each time: beside it
    ;; or below it as `large` says, two of them as `small` says.
    (define (split large small)
      (define (repeat painter n)
        (if (= n 0)
            painter
            (let ((smaller (own (repeat painter (- n 1)) painter)))
              (large painter (%private (small smaller smaller))))))
      (lambda (painter n)
        (check-painter "split" painter)
        (check-count "split" n)
        (repeat painter n)))

    (define right-split (split beside below))
    (define up-split (split below beside))

    (define (check-painter who painter)
      (if (not (procedure? painter)) (error (string-append who ": takes a painter:") painter)))

    (define (check-count who n)
      (if (not (and (exact-integer? n) (>= n 0)))
          (error (string-append who ": takes an exact integer that is not negative:") n)))

    (define (corner-split painter n)
      (check-painter "corner-split" painter)
      (check-count "corner-split" n)
      (let repeat ((n n))
        (if (= n 0)
            painter
            (let ((up (own (up-split painter (- n 1)) painter))
                  (right (own (right-split painter (- n 1)) painter)))
              (beside (%private (below painter (%private (beside up up))))
                      (%private (below (%private (below right right))
                                       (own (repeat (- n 1)) painter))))))))

    ;; A painter that was made of another one, unless it is that one.
    (define (own made painter) (if (eq? made painter) painter (%private made)))

    ;; The procedure that puts four of a painter into a square, each transformed.
    (define (square-of-four top-left top-right bottom-left bottom-right)
      (lambda (painter)
        (let ((%made (lambda (transform) (own (transform painter) painter))))
          (below (%private (beside (%made bottom-left) (%made bottom-right)))
                 (%private (beside (%made top-left) (%made top-right)))))))

    (define (same painter) painter)

    (define (flipped-pairs painter)
      (let ((%squared (square-of-four same flip-vert same flip-vert)))
        (%squared painter)))

    (define (square-limit painter n)
      (let ((%squared (square-of-four flip-horiz same rotate180 flip-vert)))
        (%squared (own (corner-split painter n) painter))))

    (define (polyline . coordinates)
      (let loop ((rest coordinates) (points '()))
        (if (null? rest)
            (vertices->painter (reverse points))
            (loop (cddr rest)
                  (cons (make-vect (/ (car rest) 100) (/ (cadr rest) 100)) points)))))

    (define outline (polyline 0 0 100 0 100 100 0 100 0 0))

    ;; Someone who waves: the left side, the right side, between the legs, the head, and a smile.
    (define wave
      (pile
       (polyline 0 58 14 44 28 62 36 62 33 48 24 0)
       (polyline 0 74 13 58 27 70 42 70)
       (polyline 42 70 36 84 42 97 56 97 62 84 56 70 66 70 84 52 100 38)
       (polyline 100 24 80 40 63 56 61 44 74 0)
       (polyline 62 0 50 28 37 0)
       (polyline 44 79 49 76 55 79)))

    (define unit-square (make-frame (make-vect 0 0) (make-vect 1 0) (make-vect 0 1)))

    ;; (paint painter): the picture as the text of an SVG file. (paint painter file) writes it there.
    (define (paint painter . file)
      (if (not (procedure? painter)) (error "paint: takes a painter:" painter))
      (let ((canvas (make-canvas '())))
        (parameterize ((lines canvas)) (painter unit-square))
        (let ((segments (reverse (canvas-segments canvas))))
          (if (null? file)
              (call-with-port (open-output-string)
                (lambda (port) (write-svg segments port) (get-output-string port)))
              (call-with-output-file (car file)
                (lambda (port) (write-svg segments port)))))))

    (define (write-svg segments port)
      (write-string "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"-1 -1 402 402\"" port)
      (write-string " width=\"402\" height=\"402\">\n" port)
      (write-string "<path fill=\"none\" stroke=\"black\" stroke-linecap=\"round\" d=\"" port)
      (write-path segments port)
      (write-string "\"/>\n</svg>\n" port))

    ;; A segment that begins where the last one ended goes on from there.
    (define (write-path segments port)
      (let loop ((rest segments) (pen #f))
        (if (pair? rest)
            (let ((start (start-segment (car rest))) (end (end-segment (car rest))))
              (if (not (equal? pen start)) (write-point "\nM" start port))
              (write-point " L" end port)
              (loop (cdr rest) end)))))

    (define (write-point command point port)
      (write-string command port)
      (write (coordinate (xcor-vect point)) port)
      (write-string " " port)
      (write (coordinate (- 1 (ycor-vect point))) port))

    ;; In units of 1/400 of the picture, to two digits.
    (define (coordinate number)
      (let ((units (/ (round (* 40000 (inexact number))) 100)))
        (cond ((not (finite? units)) (error "paint: this is no place in a picture:" number))
              ((integer? units) (exact units))
              (else units))))))
