;;; A counter written by hand in place of every variable, operators included.
;;; n: which number.
;;; levels: smoke=15 work=1.6180339887**n base=fib
(define n 31)

(define looked-up 0)
(define-syntax counted
  (syntax-rules ()
    ((_ name) (begin (set! looked-up (+ looked-up 1)) name))))

(define (fib k)
  (if ((counted <) (counted k) 2)
      (counted k)
      ((counted +) ((counted fib) ((counted -) (counted k) 1))
                   ((counted fib) ((counted -) (counted k) 2)))))

(write (fib n))
(newline)
