;;; Symbolic derivatives: consing and dispatch on symbols.
;;; n: derivatives taken of a small polynomial.
;;; bench: fifteen smoke=100 scaling=60000 exponent=1
(define n 15000000)

(define (derive-quotient term)
  (list '/ (derive term) term))

(define (derive exp)
  (if (pair? exp)
      (case (car exp)
        ((+) (cons '+ (map derive (cdr exp))))
        ((-) (cons '- (map derive (cdr exp))))
        ((*) (list '* exp (cons '+ (map derive-quotient (cdr exp)))))
        ((/) (list '-
                   (list '/ (derive (cadr exp)) (caddr exp))
                   (list '/
                         (cadr exp)
                         (list '* (caddr exp) (caddr exp) (derive (caddr exp))))))
        (else (raise 'no-derivation)))
      (if (eq? exp 'x) 1 0)))

(define polynomial '(+ (* 3 x x) (* a x x) (* b x) 5))

(define (repeat times result)
  (if (= times 0)
      result
      (repeat (- times 1) (derive polynomial))))

(write (repeat n '()))
(newline)
