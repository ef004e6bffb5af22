;;; What is assigned in an environment from above is seen by the code that runs in it, wherever the variable
;;; lives: parameters, let, loops in the middle of a round, names of loops, and what fails in an instruction.
(em '(define act (lambda (env) #f)))
(em '(set! rescue (lambda (condition env cont) (cont (act env)))))
(define-syntax above
  (syntax-rules () ((_ body ...) (em '(set! act (lambda (env) body ...))))))

;; A variable that no closure mentions, while its frame waits, and after the frame has gone on.
(define (parameters x y) (list x y stop x y))
(above (environment-assign! env 'x 10) (environment-assign! env 'y 20) 'stopped)
(write (parameters 1 2))
(newline)
(em '(define first-env #f))
(define (later x) (let ((y (* x 10))) stop (let ((z stop)) (list x y z))))
(above (if first-env
           (begin (environment-assign! first-env 'x 'late) (environment-assign! env 'y 'late) 'second)
           (begin (set! first-env env) 'first)))
(write (later 1))
(newline)
(write (em '(begin (environment-assign! first-env 'x 'gone) (environment-lookup first-env 'x))))
(newline)

;; The middle of a loop's round: the next round's values are not there yet.
(em '(define seen '()))
(define (loops n)
  (let loop ((i 0) (made '()))
    (if (= i n) (reverse made) (loop (+ i 1) (cons (if (= i 2) (car i) i) made)))))
(above (set! seen (list (environment-lookup env 'i) (environment-lookup env 'made)))
       (environment-assign! env 'i 5)
       (environment-assign! env 'n 4)
       'stopped)
(write (loops 6))
(write (em 'seen))
(newline)
(define (counted n) (do ((i 0 (+ i 1)) (v 'none (if (= i 1) stop v))) ((= i n) (list i v))))
(above (set! seen (environment-lookup env 'i)) (environment-assign! env 'n 3) 'stopped)
(write (counted 10))
(write (em 'seen))
(newline)

;; A call of itself: the same.
(define (itself x y) (if (> x 3) y (itself (+ x 1) (if (= x 2) (vector-ref x 0) y))))
(above (set! seen (environment-lookup env 'x)) (environment-assign! env 'x 'other) 'stopped)
(write (itself 0 'start))
(write (em 'seen))
(newline)

;; The name of a loop: the jump that is on its way is finished, the next one is a call.
(define (named n)
  (+ 1000 (let loop ((i 0)) (if (= i 2) stop #f) (if (= i n) i (loop (+ i 1))))))
(above (environment-assign! env 'loop (lambda (i) (* i 100))))
(write (named 10))
(newline)
(define (tail n) (let loop ((i 0)) (if (= i n) i (loop (begin (if (= i 2) stop #f) (+ i 1))))))
(above (environment-assign! env 'loop (lambda (i) (list 'called i))))
(write (tail 10))
(newline)

;; The name of a procedure that calls itself: assigned where it is defined, all its calls see it.
(define (down n)
  (define (f i) (if (= i 0) '(end) (cons i (f (- i 1)))))
  (list (f n) (f stop) (f 1)))
(above (environment-assign! env 'f list) 2)
(write (down 3))
(newline)

;; Shared with the closures that were there before, and with those that are made later.
(define (shared x y)
  (let* ((before (lambda () x)) (here stop) (after (lambda () (list x y))))
    (list (before) (after) x y)))
(above (environment-assign! env 'x 'new) (environment-assign! env 'y 'newer))
(write (shared 1 2))
(newline)

;; All that goes on from one capture shares the variable.
(define again #f)
(define (twice x)
  stop
  (let ((round (call/cc (lambda (k) (set! again k) 1))))
    (if (= round 1) (em '(environment-assign! kept 'x (+ 1 (environment-lookup kept 'x)))))
    (if (= round 2) (em '(environment-assign! kept 'x (* 10 (environment-lookup kept 'x)))))
    (list round x)))
(above (set! kept env))
(em '(define kept #f))
(define rounds 0)
(define result (twice 5))
(write result)
(set! rounds (+ rounds 1))
(if (< rounds 2) (again 2))
(write result)
(newline)
(exit 0)
