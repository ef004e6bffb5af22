; Frames that were suspended when a builtin was redefined: they wait for a call, in a continuation or
; deep in a recursion, and go on with the redefined one.

(define (show . things) (for-each display things) (newline))

; Captured before, entered after, more than once.
(define k #f)
(define (resume-me x)
  (let ((y (call-with-current-continuation (lambda (c) (set! k c) 0))))
    (list x y (abs -5) (list-tail '(1 2 3) 1))))
(define rounds 0)
(define (drive)
  (show (resume-me 'a))
  (set! rounds (+ rounds 1))
  (if (= rounds 1) (begin (set! abs list) (k 1)))
  (if (= rounds 2) (begin (set! list-tail vector) (k 2))))
(drive)

; A recursion many frames deep.
(define (deep n)
  (if (= n 0)
      (begin (set! max min) 0)
      (+ (deep (- n 1)) (max 1 2))))
(show (deep 10000) " " (deep 10))

; Captured in the middle of operands, with a loop around.
(define again #f)
(define (sums)
  (let loop ((i 0) (acc '()))
    (if (= i 2)
        (reverse acc)
        (loop (+ i 1)
              (cons (gcd 4 (call-with-current-continuation
                            (lambda (c) (if (not again) (set! again c)) 6)))
                    acc)))))
(show (sums))
(define count 0)
(if (= count 0)
    (begin
      (set! count 1)
      (set! gcd (lambda (a b) (list 'gcd a b)))
      (again 8)))

; A frame that waits in dynamic-wind and in a handler.
(define (guarded)
  (let ((r (guard (e (#t (set! string-length list) (string-length "abc")))
             (dynamic-wind
              (lambda () #f)
              (lambda () (string-length 'not-a-string))
              (lambda () #f)))))
    (show r " " (string-length "abc"))))
(guarded)

; A generator that is half-way.
(define (make-generator items)
  (define return #f)
  (define (start)
    (for-each (lambda (x)
                (call-with-current-continuation
                 (lambda (next)
                   (set! start (lambda () (next #f)))
                   (return (list x (expt x 2))))))
              items)
    (return 'done))
  (lambda ()
    (call-with-current-continuation
     (lambda (r) (set! return r) (start)))))
(define g (make-generator '(1 2 3 4)))
(show (g))
(show (g))
(set! expt (lambda (a b) (list 'expt a b)))
(show (g))
(show (g))
(show (g))
