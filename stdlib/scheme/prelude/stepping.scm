;;; Stepping: the calls of evaluator functions that one expression leads to, each shown with its value.
;;;
;;; A stepper stands in the place of an evaluator function of the level above. What the steppers of one
;;; expression share is #(depth limit asks last): how many calls wait, the depth beyond which nothing is
;;; shown (negative: nothing at all), whether somebody is asked how to go on, and the value that was shown
;;; last, if nothing was shown after it, in a list.

(define (%step form asks)
  (let ((above (%environment-above))
        (environment (interaction-environment))
        (state (vector 0 -1 asks #f)))
    (let* ((originals (map (lambda (name) (environment-lookup above name)) %stepped))
           (steppers (map (lambda (name original) (%stepper state name original)) %stepped originals)))
      (dynamic-wind
       (lambda () (%define-all above %stepped steppers))
       (lambda ()
         (%set-limit! state 1000000000)
         (let ((value (eval form environment)))
           (%set-limit! state -1)
           value))
       (lambda ()
         (%set-limit! state -1)
         (%define-all above %stepped originals))))))

(define %stepped
  '(base-eval eval-var eval-quote eval-if eval-set! eval-define eval-lambda eval-delta eval-begin eval-list
    eval-define-syntax eval-let-syntax eval-import eval-macro-use eval-application base-apply
    foreign-apply))

(define (%define-all environment names values)
  (if (pair? names)
      (begin
        (environment-define environment (car names) (car values))
        (%define-all environment (cdr names) (cdr values)))))

(define (%set-limit! state limit) (vector-set! state 1 limit))

;; Evaluator functions take a form, an environment and a continuation; those that apply, a procedure and its
;; operands in the place of the form.
(define (%stepper state name original)
  (if (memq name '(base-apply foreign-apply))
      (lambda (operator operands env cont)
        (original operator operands env (%step-call state name (cons operator operands) cont)))
      (lambda (exp env cont)
        (original exp env (%step-call state name exp cont)))))

;; Shows a call; gives the continuation that shows its value.
(define (%step-call state name form cont)
  (if (< (vector-ref state 1) 0)
      cont
      (let ((depth (vector-ref state 0)))
        (if (<= depth (vector-ref state 1))
            (begin
              (%print-step depth (string-append (symbol->string name) " " (%written form)))
              (vector-set! state 3 #f)
              (if (vector-ref state 2) (%ask-step state depth))))
        (vector-set! state 0 (+ depth 1))
        (lambda (value)
          (vector-set! state 0 depth)
          (%step-value state depth value)
          (cont value)))))

;; A value that only passes through is shown once, where it arose.
(define (%step-value state depth value)
  (if (and (<= depth (vector-ref state 1))
           (not (and (vector-ref state 3) (eq? (car (vector-ref state 3)) value))))
      (begin
        (%print-step depth (string-append "= " (%written-values value)))
        (vector-set! state 3 (list value)))))

;; Enter shows the next call, n goes on to the value of this one, o to the value of the one around it, q to
;; the end.
(define (%ask-step state depth)
  (let ((answer (begin (flush-output-port) (read-line))))
    (%set-limit! state
                 (cond ((or (eof-object? answer) (string=? answer "q")) -1)
                       ((string=? answer "n") depth)
                       ((string=? answer "o") (- depth 1))
                       (else 1000000000)))))

(define (%print-step depth text)
  (let ((margin (* 2 (min depth 16)))
        (number (if (> depth 16) (string-append "[" (number->string depth) "] ") "")))
    (fresh-line)
    (write-string (make-string margin #\space))
    (write-string number)
    (write-string (%step-line text (- 78 margin (string-length number))))
    (newline)))

(define (%step-line text room)
  (if (> (string-length text) room)
      (string-append (substring text 0 (- room 1)) "…")
      text))
