;;; What the tower is said to be, counted.

(define (row claim paper here)
  (display claim)
  (display (make-string (- 60 (string-length claim)) #\space))
  (write paper)
  (display (make-string (- 14 (string-length (text-of paper))) #\space))
  (write here)
  (newline))

(define (text-of object)
  (let ((port (open-output-string)))
    (write object port)
    (get-output-string port)))

(define (times n make start) (if (= n 0) start (times (- n 1) make (make start))))

;; A reflective procedure in the body of a reflective procedure, to that depth, asking for its level.
(define (reflect-on form)
  (list (list 'delta '(operands env cont) (list 'cont form))))
(define (level-at depth)
  (eval (times depth reflect-on 'level) (interaction-environment)))

(em '(define counter 0))
(em '(define (counting original)
       (lambda (exp env cont) (set! counter (+ counter 1)) (original exp env cont))))
(define (steps name wrap form)
  (em '(set! counter 0))
  (eval (list 'with-evaluator (list 'quote name) (list 'em (list 'quote wrap))
              (list 'lambda '() form))
        (interaction-environment))
  (em 'counter))

(row "claim" 'paper 'here)
(row "what a reflective procedure is given" 3
     (length ((delta (operands env cont) (cont (list operands env cont))))))
(row "levels above the program that depth 0, 1, 2, 3, 20 reaches" '(0 1 2 3 20)
     (map level-at '(0 1 2 3 20)))
(row "expressions that (+ 2 3) takes (theirs: and the list)" 5
     (steps 'base-eval 'counting '(+ 2 3)))
(row "lists of operands, down to the empty one" 3
     (steps 'eval-list 'counting '(+ 2 3)))
(row "reductions" 1 (steps 'eval-application 'counting '(+ 2 3)))
(row "expressions that (+ 2 (* 3 4)) takes" 9
     (steps 'base-eval 'counting '(+ 2 (* 3 4))))
(define (loop n) (if (= n 0) 'done (loop (- n 1))))
(define before (disassemble loop))
(loop 1000)
(row "characters of code that 50 levels above add to a loop" 0
     (begin
       (level-at 50)
       (- (string-length (disassemble loop)) (string-length before))))
