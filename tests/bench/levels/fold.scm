;;; No level looked at, nothing changed: procedures that call what they are given.
;;; n: how often a list is mapped and folded.
;;; levels: smoke=10
(define n 1500000)

(define (mapped f l)
  (if (null? l)
      '()
      (cons (f (car l)) (mapped f (cdr l)))))

(define (folded f start l)
  (if (null? l)
      start
      (folded f (f start (car l)) (cdr l))))

(define (rounds k sum)
  (if (= k 0)
      sum
      (rounds (- k 1)
              (folded (lambda (a b) (+ a b)) sum
                      (mapped (lambda (x) (+ x 1)) '(1 2 3 4 5 6 7 8 9 10))))))

(write (rounds n 0))
(newline)
