; A redefined macro is expanded anew by what a running procedure has not reached yet; what has been
; expanded stays expanded.

(define (show . things) (for-each display things) (newline))

(define-syntax twice (syntax-rules () ((_ e) (list e e))))
(define (use x) (twice x))
(show (use 1))
(define-syntax twice (syntax-rules () ((_ e) (list 'new e))))
(show (use 1))

; In the procedure that runs.
(define-syntax word (syntax-rules () ((_) 'old)))
(define (redefine-word!) (eval '(define-syntax word (syntax-rules () ((_) 'new)))))
(define (running)
  (let ((before (word)))
    (redefine-word!)
    (list before (word))))
(show (running))

; In a loop half-way: the rounds that follow expand their bodies anew.
(define-syntax step (syntax-rules () ((_ i) (+ i 1))))
(define (redefine-step!) (eval '(define-syntax step (syntax-rules () ((_ i) (+ i 10))))))
(define (looping)
  (let loop ((i 0) (acc '()))
    (if (> i 25)
        (reverse acc)
        (begin
          (if (= i 2) (redefine-step!))
          (loop (step i) (cons i acc))))))
(show (looping))

; What the macro has been expanded to goes on: its operands are its own.
(define-syntax both (syntax-rules () ((_ a b) (list 'old a b))))
(define (redefine-both!) (eval '(define-syntax both (syntax-rules () ((_ a b) (list 'new a b))))) 1)
(define (inside) (list (both (redefine-both!) (both 1 2)) (both 3 4)))
(show (inside))

; A form's name becomes a variable's, and a variable's a form's.
(define-syntax change (syntax-rules () ((_ x) (list 'form x))))
(define (to-variable)
  (let ((a (change 1)))
    (eval '(define (change x) (list 'procedure x)))
    (list a (change 2))))
(show (to-variable) (to-variable))
(define (to-form)
  (let ((a (change 1)))
    (eval '(define-syntax change (syntax-rules () ((_ x) 'form-again))))
    (list a (change undefined))))
(show (to-form))

; set! of a form's name makes it a variable.
(define-syntax gone (syntax-rules () ((_ x) 'form)))
(define (go) (let ((a (gone 1))) (set! gone list) (list a (gone 1))))
(show (go) (go))

; Core forms' names can be bound as well.
(define (choose x) (if x 'yes 'no))
(define (chosen)
  (let ((a (if #t 1 2)))
    (eval '(define (if . l) l))
    (list a (if #t 1 2))))
(show (choose #f))
(show (chosen) (choose #f))
