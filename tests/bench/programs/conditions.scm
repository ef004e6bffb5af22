;;; Exceptions, dynamic-wind and parameters, entered and left all the time.
;;; n: repetitions.
;;; bench: smoke=10 scaling=30000 exponent=1
(define n 2400000)

(define depth (make-parameter 0))
(define entered 0)
(define left 0)

(define (raise-sometimes k)
  (cond ((= (remainder k 3) 0) (raise k))
        ((= (remainder k 3) 1) (raise 'one))
        (else k)))

(define (guarded k)
  (guard (condition ((symbol? condition) 1)
                    ((number? condition) (remainder condition 7)))
    (raise-sometimes k)))

(define (wound k)
  (dynamic-wind
   (lambda () (set! entered (+ entered 1)))
   (lambda () (parameterize ((depth (+ (depth) 1))) (+ (depth) (remainder k 5))))
   (lambda () (set! left (+ left 1)))))

(define (continued k)
  (with-exception-handler
   (lambda (condition) (+ condition 1))
   (lambda () (+ 1 (raise-continuable (remainder k 11))))))

(define (escape k)
  (call/cc
   (lambda (return)
     (dynamic-wind
      (lambda () (set! entered (+ entered 1)))
      (lambda () (return (remainder k 13)))
      (lambda () (set! left (+ left 1)))))))

(define (repeat k sum)
  (if (= k n)
      (list sum entered left)
      (repeat (+ k 1)
              (+ sum (guarded k) (wound k) (continued k) (escape k)))))

(write (repeat 0 0))
(newline)
