;;; The Mandelbrot set: flonum arithmetic in a tight loop.
;;; n: points along each side of the grid.
;;; bench: fifteen smoke=10 scaling=100 exponent=2
(define n 1400)

(define most-iterations 64)

(define (iterations-at real imaginary)
  (let loop ((x real) (y imaginary) (count 0))
    (if (= count most-iterations)
        count
        (let ((x-squared (* x x))
              (y-squared (* y y)))
          (if (> (+ x-squared y-squared) 4.0)
              count
              (loop (+ (- x-squared y-squared) real)
                    (+ (* 2.0 (* x y)) imaginary)
                    (+ count 1)))))))

(define (sum-row row step)
  (let ((imaginary (+ -1.0 (* step (inexact row)))))
    (let loop ((column 0) (sum 0))
      (if (= column n)
          sum
          (loop (+ column 1)
                (+ sum
                   (iterations-at (+ -1.5 (* step (inexact column)))
                                  imaginary)))))))

(define (sum-grid step)
  (let loop ((row 0) (sum 0))
    (if (= row n)
        sum
        (loop (+ row 1) (+ sum (sum-row row step))))))

(write (sum-grid (/ 2.0 (inexact n))))
(newline)
