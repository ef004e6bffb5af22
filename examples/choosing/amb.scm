;;; amb: an expression with several values, of which the program shall find those that fit.
;;;
;;; (amb a b c) is a, and if that turns out wrong, b, and then c. To go back to a choice we need "the
;;; rest of the program from here": a delta has it, as `cont`, and may call it more than once.

(EM (begin
      (define untried '())              ; what to do when the choices so far do not fit

      (define (choose exps env cont)
        (if (null? exps)
            (back-up cont)
            (begin
              (set! untried
                    (cons (lambda () (choose (cdr exps) env cont)) untried))
              (base-eval (car exps) env cont))))

      ;; The latest choice first. With none left, `cont` gets the answer.
      (define (back-up cont)
        (if (null? untried)
            (cont 'no-more)
            (let ((again (car untried)))
              (set! untried (cdr untried))
              (again))))))

(define amb (delta (exps env cont) (choose exps env cont)))

(define (require condition)
  (if (not condition) (amb)))

;; Forgets the choices that were made before.
(define start
  (delta (exps env cont)
    (set! untried '())
    (cont 'started)))

;; A Pythagorean triple, found by saying what it is.
(define (triple)
  (let* ((a (amb 1 2 3 4 5 6 7 8 9 10 11 12 13))
         (b (amb 1 2 3 4 5 6 7 8 9 10 11 12 13))
         (c (amb 1 2 3 4 5 6 7 8 9 10 11 12 13)))
    (require (< a b))
    (require (= (* c c) (+ (* a a) (* b b))))
    (list a b c)))

(display (triple))
(newline)

;; All that there are: after each we say that it does not fit.
(define found '())
(start)
(let ((result (amb (triple) 'all)))
  (if (not (eq? result 'all))
      (begin (set! found (cons result found))
             (amb))))
(display (reverse found))
(newline)

;; The puzzle of five floors: who lives where? (Dinesman, 1968)
(define (different? numbers)
  (or (null? numbers)
      (and (not (memv (car numbers) (cdr numbers)))
           (different? (cdr numbers)))))

(define (floors)
  (let* ((baker (amb 1 2 3 4))
         (cooper (amb 2 3 4 5))
         (fletcher (amb 2 3 4))
         (miller (amb 1 2 3 4 5)))
    (require (> miller cooper))
    (require (> (abs (- fletcher cooper)) 1))
    (let ((smith (amb 1 2 3 4 5)))
      (require (> (abs (- smith fletcher)) 1))
      (require (different? (list baker cooper fletcher miller smith)))
      (list 'baker baker 'cooper cooper 'fletcher fletcher 'miller miller 'smith smith))))

(display (floors))
(newline)
