;;; What a counter in eval-var costs, in steps of evaluation, beside what Black's costs.
;;;
;;; A step is one call of base-eval. Level 1 counts the steps of level 0, and level 2 those of level 1,
;;; which are what a hook that is written by a user adds.

(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))

;; The counter written into the program by hand, in place of every variable.
(define looked-up 0)
(define-syntax counted
  (syntax-rules () ((_ name) (begin (set! looked-up (+ looked-up 1)) name))))
(define (fib-by-hand n)
  (if ((counted <) (counted n) 2)
      (counted n)
      ((counted +) ((counted fib-by-hand) ((counted -) (counted n) 1))
                   ((counted fib-by-hand) ((counted -) (counted n) 2)))))

;; A counter of steps, for level 1 and for level 2.
(define counting
  '(begin
     (define steps 0)
     (define (count-steps original)
       (lambda (exp env cont)
         (set! steps (+ steps 1))
         (original exp env cont)))))
(eval (list 'em (list 'quote counting)) (interaction-environment))
(eval (list 'em (list 'quote (list 'em (list 'quote counting)))) (interaction-environment))

;; Steps of level 0 while the thunk runs.
(define (steps-of thunk)
  (em '(set! steps 0))
  (with-evaluator 'base-eval (em 'count-steps) thunk)
  (em 'steps))

(em '(define neutral
       (lambda (original) (lambda (exp env cont) (original exp env cont)))))
(em '(define looked-up 0))
(em '(define count-look-ups
       (lambda (original)
         (lambda (exp env cont)
           (set! looked-up (+ looked-up 1))
           (original exp env cont)))))

(em '(define original-base-eval base-eval))
(em '(define original-eval-var eval-var))

;; The steps that level 1 takes while level 0 does `(fib 10)`; 3 of them are the `em` that ends it.
(define (above)
  (em '(em '(set! steps 0)))
  (em '(em '(define kept base-eval)))
  (em '(em '(set! base-eval (count-steps kept))))
  (fib 10)
  (em '(em '(set! base-eval kept)))
  (- (em '(em 'steps)) 3))

(define (tenths ratio)
  (let ((n (round (* 10 ratio))))
    (string-append (number->string (quotient n 10)) "." (number->string (remainder n 10)))))

(define (row claim black here)
  (display claim)
  (display (make-string (- 54 (string-length claim)) #\space))
  (display black)
  (display (make-string (- 8 (string-length black)) #\space))
  (display here)
  (newline))

;; How many times the work of level 0 alone the two levels do, the upper one taking so many steps.
(define (slow-down steps) (tenths (/ (+ alone steps) alone)))

(define alone (steps-of (lambda () (fib 10))))
(define by-hand (steps-of (lambda () (fib-by-hand 10))))

(row "(fib 10)" "black" "here")
(row "steps of level 0" "-" alone)
(row "  with the counter written in by hand" "-" by-hand)
(row "steps of level 1 under an untouched eval-var" "-" (above))
(with-evaluator 'eval-var (em 'count-look-ups) (lambda () (fib 10)))
(row "look-ups that a counting eval-var sees" "-" (em 'looked-up))
(row "  and the counter by hand, without the first `fib`" "-" looked-up)
(em '(set! eval-var (count-look-ups original-eval-var)))
(row "steps of level 1 under a counting eval-var" "-" (above))
(row "slow-down by a counting eval-var" "6.2" (slow-down (above)))
(row "slow-down by the counter by hand" "-" (tenths (/ by-hand alone)))
(row "the first beside the second" "-" (tenths (/ (+ alone (above)) by-hand)))
(em '(set! eval-var original-eval-var))
(em '(set! base-eval (neutral original-base-eval)))
(row "slow-down by a neutral base-eval" "5.3" (slow-down (above)))
(em '(set! base-eval original-base-eval))
(row "slow-down after both were taken back" "1.0" (slow-down (above)))
(row "evaluator functions that are still changed" "0" (length (evaluators 0)))
