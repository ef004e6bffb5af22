(define-library (srfi 16-test)
  (import (scheme base) (srfi 16) (srfi 64))
  (begin
    (define plus
      (case-lambda
        (() 0)
        ((x) x)
        ((x y) (+ x y))
        ((x y . rest) (apply plus (+ x y) rest))))
    (test-begin "srfi 16")
    (test-equal '(0 1 3 6 15) (list (plus) (plus 1) (plus 1 2) (plus 1 2 3) (plus 1 2 3 4 5)))
    (test-equal "the first that fits" '(one many)
                (let ((f (case-lambda ((a) 'one) (all 'many) ((a b) 'never))))
                  (list (f 1) (f 1 2))))
    (test-equal '(1 (2 3)) ((case-lambda ((a . rest) (list a rest))) 1 2 3))
    (test-equal '() ((case-lambda (all all))))
    (test-eqv "a body of several forms" 3 ((case-lambda ((x) (define y 1) (+ x y))) 2))
    (test-error "none fits" error-object? ((case-lambda ((a) a) ((a b c) b)) 1 2))
    (test-end)))
