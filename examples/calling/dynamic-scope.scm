;;; Dynamic scope: the free variables of a procedure are its caller's.
;;;
;;; A procedure keeps the environment where it was made. Lisps before 1975 did without: a call found
;;; the variables of whoever made it. Here, `base-apply` is given the caller's environment, so the
;;; lambda expression is made a procedure once more, over there, and that one is called.

(define depth 'global)
(define (show-depth) depth)
(define (inner) (let ((depth 'inner)) (show-depth)))

(display (inner))                       ; lexical scope: the depth around the definition
(newline)

(EM (begin
      (define texts (make-eq-hash-table))         ; a procedure to the expression it was made of

      (define original-lambda eval-lambda)
      (define original-apply base-apply)

      (define (eval-lambda/text exp env cont)
        (original-lambda exp env
          (lambda (procedure)
            (hash-table-set! texts procedure exp)
            (cont procedure))))

      (define (base-apply/dynamic operator operands env cont)
        (let ((text (hash-table-ref/default texts operator #f)))
          (if text
              (original-lambda text env
                (lambda (procedure) (original-apply procedure operands env cont)))
              (original-apply operator operands env cont))))

      (set! eval-lambda eval-lambda/text)
      (set! base-apply base-apply/dynamic)))

;; The same definitions again: a procedure that was made before has no text.
(define (show-depth) depth)
(define (inner) (let ((depth 'inner)) (show-depth)))
(display (list (show-depth) (inner)))   ; each call has the depth of its caller
(newline)

;; What it was good for: an option that reaches everything that is called, without being passed on.
(define base 10)
(define (digits n) (number->string n base))
(define (report numbers)
  (if (pair? numbers)
      (cons (digits (car numbers)) (report (cdr numbers)))
      '()))
(display (report '(10 255)))
(newline)
(display (let ((base 16)) (report '(10 255))))
(newline)

;; What it was feared for: a procedure that is returned has lost its variables.
(define n 'whatever-n-is-here)
(define (adder n) (lambda (m) (list m '+ n)))
(display ((adder 1) 2))
(newline)

;; We take it back, and a procedure keeps its variables.
(EM (begin
      (set! eval-lambda original-lambda)
      (set! base-apply original-apply)))
(display ((adder 1) 2))
(newline)
(display (evaluators 0))
(newline)
