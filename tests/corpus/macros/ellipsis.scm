;;; Ellipses: custom ones, escaped ones, the underscore as a literal (R7RS 4.3.2).
(import (scheme base) (scheme write))

(define (show x) (write x) (newline))

(define-syntax with-ellipsis
  (syntax-rules ::: () ((_ name) (define-syntax name (syntax-rules () ((_ x ...) '(x ... end)))))))
(with-ellipsis collect)
(show (collect 1 2 3))
(define-syntax escaped
  (syntax-rules () ((_ name) (define-syntax name (syntax-rules () ((_ x (... ...)) '(start x (... ...))))))))
(escaped collect2)
(show (collect2 1 2))
(define-syntax literal-dots (syntax-rules () ((_ a) '(a (... ...)))))
(show (literal-dots 1))
(define-syntax dots-quoted (syntax-rules () ((_ a) '(... (a ...)))))
(show (dots-quoted 1))
(define-syntax my-ellipsis (syntax-rules dots () ((_ (a b dots) dots) '((b dots a) dots))))
(show (my-ellipsis (1 2 3) (4)))
(define-syntax underscore-literal (syntax-rules (_) ((m _) 'underscore) ((m x) 'other)))
(show (list (underscore-literal _) (underscore-literal 1)))
(define-syntax my-let-with
  (syntax-rules ooo () ((_ ((n v) ooo) body ooo) ((lambda (n ooo) body ooo) v ooo))))
(show (my-let-with ((a 1) (b 2)) (+ a b)))
(define-syntax define-collector
  (syntax-rules () ((_ name tag) (define-syntax name (syntax-rules () ((_ (a b (... ...)) (... ...)) '((tag a (b (... ...))) (... ...))))))))
(define-collector tagged item)
(show (tagged (1 2 3) (4)))
(define-syntax dots-are-ordinary (syntax-rules ::: () ((_ x :::) '(x ::: ...))))
(show (dots-are-ordinary 1 2))
(define-syntax ellipsis-in-middle (syntax-rules () ((_ (k v) ... default) '((k ...) (v ...) default))))
(show (ellipsis-in-middle (a 1) (b 2) c))
(show (ellipsis-in-middle c))
(define-syntax vector-tail (syntax-rules () ((_ #(a ... z)) '(z a ...))))
(show (vector-tail #(1 2 3)))
(define-syntax follow-twice (syntax-rules () ((_ (a ...) (b ...)) '((a b) ... (a ... b ...)))))
(show (follow-twice (1 2) (3 4)))
(define-syntax with-constant-depth (syntax-rules () ((_ x (y ...)) '((x y (x)) ...))))
(show (with-constant-depth 0 (1 2)))
