;;; What collapses, counted: each figure of the paper beside ours.

(define (row claim paper here)
  (display claim)
  (display (make-string (- 58 (string-length claim)) #\space))
  (display paper)
  (display (make-string (- 12 (string-length (object->text paper))) #\space))
  (display here)
  (newline))

(define (object->text object)
  (let ((port (open-output-string)))
    (display object port)
    (get-output-string port)))

(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2)))))
(define fac-text '(define (fac n) (if (= n 0) 1 (* n (fac (- n 1))))))
(define (constant) 42)
(eval fac-text (interaction-environment))

(row "claim" "paper" "here")

;;; A tower of untouched levels leaves nothing in the code.

(define (nested form height)
  (if (= height 0) form (list 'EM (nested form (- height 1)))))

(define (at height form)
  (eval (nested form height) (interaction-environment)))

(define (distinct objects)
  (if (null? objects)
      '()
      (let ((rest (distinct (cdr objects))))
        (if (member (car objects) rest) rest (cons (car objects) rest)))))

(define (fac-code-at height)
  (at height fac-text)
  (at height '(disassemble fac)))

(row "different codes of fac under 0, 1, 2, 10, 1000 levels" 1
     (length
      (distinct
       (map (lambda (height)
              (at height 'level)
              (eval fac-text (interaction-environment))
              (disassemble fac))
            '(0 1 2 10 1000)))))
(row "different codes of fac at level 0, 1, 2, 5, 50" 1
     (length (distinct (map fac-code-at '(0 1 2 5 50)))))

;;; Counting: level 1 has a counter, and a list of what it saw.

(em '(define counter 0))
(em '(define seen '()))
(em '(define (count-n original)
       (lambda (exp env cont)
         (if (eq? exp 'n) (set! counter (+ counter 1)))
         (original exp env cont))))
(em '(define (count-all original)
       (lambda (exp env cont)
         (set! counter (+ counter 1))
         (original exp env cont))))
(em '(define (log-n original)
       (lambda (exp env cont)
         (original exp env
                   (lambda (value)
                     (if (eq? exp 'n) (set! seen (cons value seen)))
                     (cont value))))))

;; How often the counter counts while `name` is wrapped and the form is evaluated.
(define (count name wrap form)
  (em '(set! counter 0))
  (under name wrap form)
  (em 'counter))

;; The value of the form while `name` is wrapped.
(define (under name wrap form)
  (eval (list 'with-evaluator (list 'quote name) (list 'em (list 'quote wrap))
              (list 'lambda '() form))
        (interaction-environment)))

(define before (disassemble fib))

(row "look-ups of n in (fib 7)" 102 (count 'eval-var 'count-n '(fib 7)))
(row "look-ups of n in (fib 16)" 7982 (count 'eval-var 'count-n '(fib 16)))
(row "applications of (fib 7), the first one included" 142 (count 'eval-application 'count-all '(fib 7)))
(row "applications of (fib 16), the first one included" 11174 (count 'eval-application 'count-all '(fib 16)))
(count 'eval-var 'log-n '(fac 4))
(row "values of n that a trace of (fac 4) has" 13 (length (em 'seen)))
(display "  ") (write (reverse (em 'seen))) (newline)

;;; A changed evaluator costs only the forms that it governs.

(row "steps of eval-quote in (fib 7), which quotes nothing" 0 (count 'eval-quote 'count-all '(fib 7)))
(row "steps of eval-set! in (fib 7), which assigns nothing" 0 (count 'eval-set! 'count-all '(fib 7)))
(row "look-ups of n in (constant)" 0 (count 'eval-var 'count-n '(constant)))
(row "steps of eval-if in (fib 7): its calls" 41 (count 'eval-if 'count-all '(fib 7)))

;;; Hooks with continuations of their own.

(em '(define (one-more original)
       (lambda (exp env cont)
         (original exp env (lambda (value) (cont (if (number? value) (+ value 1) value)))))))
(define (id n) (if (< n 0) (id 0) n))
(row "(id 0) where eval-var adds 1 to each number" 1 (under 'eval-var 'one-more '(id 0)))

;;; Taken back.

(em '(set! counter 0))
(fib 7)
(row "look-ups counted after the counter is taken out" 0 (em 'counter))
(em '(define original eval-var))
(em '(set! eval-var (count-n original)))
(define (fib-2 n) (if (< n 2) n (+ (fib-2 (- n 1)) (fib-2 (- n 2)))))
(fib-2 16)
(em '(set! eval-var original))
(em '(set! counter 0))
(fib-2 16)
(row "the same of code compiled under it (theirs: clambda)" 7982 (em 'counter))
(row "code of fib after all of this is what it was" #t (equal? before (disassemble fib)))
(row "evaluator functions that are still changed" 0 (length (evaluators 0)))

;;; A continuation that level 1 was given is called there, and comes back.
(define from-above (delta (exp env cont) (cont (cont (cont 1)))))
(row "(+ 3 (call/cc (lambda (k) (k (k (k 1)))))), by EM" 10
     (em '(base-eval '(+ 3 (from-above)) global-env (lambda (value) value))))
