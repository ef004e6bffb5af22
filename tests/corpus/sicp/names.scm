;;; The names that (sicp) gives, in a library that has no others, and redefined by a program.
(define-library (newcomer)
  (export answers)
  (import (sicp))
  (begin
    (define (answers n)
      (cond ((= n 0) (list true false nil the-empty-stream (1+ 1) (-1+ 1) (inc 1) (dec 1)))
            ((= n 1) `(,(square 3) ,@(stream->list (stream-head (stream 1 2 3) 2))))
            (else (error "answers: there is none" n))))))
(import (sicp) (newcomer) (scheme base) (scheme eval))

(define (show x) (write x) (newline))
(show (answers 0))
(show (answers 1))
(show (eval '(let loop ((i 0)) (if (< i 5) (loop (inc i)) (list i true))) (environment '(sicp))))

(define top 'level)
(show (eval '(list top (+ 1 2)) user-initial-environment))
(eval '(define made (cons top nil)) system-global-environment)
(show made)
(show ((eval '* user-initial-environment) 6 7))

(show (let ((n (random 10))) (and (<= 0 n 9) (exact? n))))
(show (let ((x (random 2.5))) (and (<= 0 x) (< x 2.5))))
(show (let* ((start (runtime)) (end (runtime))) (<= 0 start end)))
(show (guard (e (#t (list (error-object-message e) (error-object-irritants e)))) (answers 2)))
(show (guard (e (#t (error-object-message e))) (amb)))
(show (guard (e (#t (error-object-message e))) (try-again)))
(show (guard (e (#t (error-object-message e))) (an-element-of '(1 2 . 3))))

;; An error inside of `all-values` leaves no choices behind.
(show (guard (e (#t 'refused)) (all-values (car (amb '(1) 2)))))
(show (guard (e (#t (error-object-message e))) (amb)))

;; A choice is gone back to as often as it has alternatives.
(define seen nil)
(let ((x (amb 1 2 3)))
  (set! seen (cons x seen))
  (if (< x 3) (try-again)))
(show seen)

(put 'operation '(a b) 1)
(put 'operation '(a) 2)
(put 'operation '(a b) 3)
(put-coercion 'a 'b 4)
(show (list (get 'operation '(a b)) (get 'operation '(a)) (get 'operation 'a) (get 'none 'a)
            (get-coercion 'a 'b) (get-coercion 'b 'a)))

;; A program's own definitions take the place of these; the library keeps its own.
(define (inc x) 'mine)
(define true 'true)
(define nil 'nil)
(define (require p) 'always)
(show (list (inc 1) true nil (require false) (car (answers 0))))
(show (all-values (an-integer-between 1 4)))
