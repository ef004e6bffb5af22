;;; Closure generation: a small language turned into closures, and a machine of closures in a vector.
;;; n: iterations of both machines.
;;; bench: smoke=100 scaling=560000 exponent=1
(define n 45000000)

;; Expressions over one register vector become procedures of that vector.
(define (generate exp)
  (cond ((number? exp) (lambda (registers) exp))
        ((symbol? exp)
         (let ((index (cdr (assq exp '((a . 0) (b . 1) (c . 2))))))
           (lambda (registers) (vector-ref registers index))))
        (else
         (let ((first (generate (cadr exp)))
               (second (generate (caddr exp))))
           (case (car exp)
             ((+) (lambda (registers) (+ (first registers) (second registers))))
             ((-) (lambda (registers) (- (first registers) (second registers))))
             ((*) (lambda (registers) (* (first registers) (second registers))))
             ((rem) (lambda (registers) (remainder (first registers) (second registers))))
             (else (raise 'unknown-operator)))))))

(define step-exp '(rem (+ (* a 31) (- b (+ c 7))) 65521))

(define (run-compiled)
  (let ((registers (vector 1 2 3))
        (step (generate step-exp)))
    (let loop ((k 0))
      (if (= k n)
          (vector-ref registers 0)
          (begin
            (vector-set! registers 0 (step registers))
            (vector-set! registers 1 (+ k 1))
            (vector-set! registers 2 (remainder k 5))
            (loop (+ k 1)))))))

;; A machine of four states; an instruction returns the number of the next.
(define counter 0)
(define accumulator 0)

(define instructions
  (vector
   (lambda () (set! accumulator (+ accumulator counter)) 1)
   (lambda () (if (> accumulator 65521) 2 3))
   (lambda () (set! accumulator (- accumulator 65521)) 1)
   (lambda () (set! counter (+ counter 1)) (if (= (remainder counter 9) 0) 1 0))))

(define (run-machine)
  (let loop ((k 0) (state 0))
    (if (= k n)
        accumulator
        (loop (+ k 1) ((vector-ref instructions state))))))

(write (list (run-compiled) (run-machine)))
(newline)
