;;; A tracer: every call of a procedure, and what it returns.
;;;
;;; Whatever level 0 applies, it applies by `base-apply`, a variable of level 1. The tracer puts a
;;; procedure of its own there. The program is not touched, and need not be loaded again.

(define (factorial n)
  (if (= n 0)
      1
      (* n (factorial (- n 1)))))

;; EM evaluates at level 1: what follows is a program about programs.
(EM (begin
      (define traced '())               ; pairs of a procedure of level 0 and its name
      (define depth 0)

      (define (show object)
        (display (make-string (* 2 depth) #\space))
        (write object)
        (newline))

      (define original base-apply)

      (define (tracing-apply operator operands env cont)
        (let ((entry (assq operator traced)))
          (if entry
              (show-call (cdr entry) operator operands env cont)
              (original operator operands env cont))))

      ;; The rest of the program is `cont`: we step in between.
      (define (show-call name operator operands env cont)
        (show (cons name operands))
        (set! depth (+ depth 1))
        (original operator operands env
          (lambda (value)
            (set! depth (- depth 1))
            (show value)
            (cont value))))

      (set! base-apply tracing-apply)))

;; A delta gets its operands as they are written, and its body runs at level 1.
(define trace
  (delta (names env cont)
    (for-each (lambda (name)
                (set! traced (cons (cons (environment-lookup env name) name) traced)))
              names)
    (cont names)))

(trace factorial)
(factorial 3)

;; Calls that builtins make are seen too.
(map factorial '(0 1))

;; We take the hook back. Nothing is traced, and level 0 is as fast as it was.
(EM (set! base-apply original))
(factorial 3)
(display (evaluators 0))                ; what is changed in level 0's evaluator
(newline)
