;;; Digits of pi by Gibbons' spigot: big integers of growing size.
;;; n: digits produced.
;;; bench: smoke=30 scaling=1000 exponent=2
(define n 5000)

(define (spigot count)
  (let loop ((q 1) (r 0) (t 1) (k 1) (m 3) (x 3) (left count) (digits '()))
    (cond ((= left 0) (reverse digits))
          ((< (+ (* 4 q) (- r t)) (* m t))
           (loop (* 10 q)
                 (* 10 (- r (* m t)))
                 t
                 k
                 (- (quotient (* 10 (+ (* 3 q) r)) t) (* 10 m))
                 x
                 (- left 1)
                 (cons m digits)))
          (else
           (loop (* q k)
                 (* (+ (* 2 q) r) x)
                 (* t x)
                 (+ k 1)
                 (quotient (+ (* q (+ (* 7 k) 2)) (* r x)) (* t x))
                 (+ x 2)
                 left
                 digits)))))

(define (take items count)
  (if (or (= count 0) (null? items))
      '()
      (cons (car items) (take (cdr items) (- count 1)))))

(define digits (spigot n))

(write (list (apply + digits) (take digits 10)))
(newline)
