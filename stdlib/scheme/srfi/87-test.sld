(define-library (srfi 87-test)
  (import (except (scheme base) case else =>) (srfi 87) (srfi 64))
  (begin
    (define (f object)
      (case object
        ((1 2) 'small)
        ((3) => (lambda (n) (* n 100)))
        ((a b) => list)
        (else => (lambda (other) (list 'other other)))))

    (test-begin "srfi 87")
    (test-equal '(small small 300 (a) (b) (other 9)) (map f '(1 2 3 a b 9)))
    (test-eqv 'none (case 1 ((2) => list) (else 'none)))
    (test-equal "evaluated once" '((1) 1)
      (let* ((count 0) (result (case (begin (set! count (+ count 1)) count) ((1) => list))))
        (list result count)))
    (test-error "no procedure" error-object? (case 1 ((1) => 2)))
    (test-end)))
