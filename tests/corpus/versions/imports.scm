; An imported name that is defined, and a defined one that is imported, mean another variable from
; then on, in what runs as well.

(define-library (shop)
  (export price set-price! twofold)
  (import (scheme base))
  (begin
    (define price 5)
    (define (set-price! x) (set! price x))
    (define-syntax twofold (syntax-rules () ((_ e) (list e e))))))
(import (shop))

(define (show . things) (for-each display things) (newline))

(define (prices)
  (let ((before price))
    (set-price! 6)
    (let ((set-by-the-library price))
      (eval '(define price 'own))
      (let ((defined price))
        (set-price! 7)
        (eval '(set! price 'set))
        (list before set-by-the-library defined price)))))
(show (prices))
(set-price! 8)
(show price)

(define (again)
  (let ((before price))
    (eval '(import (shop)))
    (list before price)))
(show (again) price)

; The value of a definition is found before the name parts from the import.
(define price (begin (set-price! 9) (list 'was price)))
(set-price! 10)
(show price)

; A macro that was imported.
(define (folded)
  (let ((before (twofold 1)))
    (eval '(define-syntax twofold (syntax-rules () ((_ e) 'own))))
    (list before (twofold 2))))
(show (folded))

; A library that defines what it imports does not concern others.
(define-library (other)
  (export count)
  (import (except (scheme base) length) (rename (scheme base) (length length)))
  (begin
    (define (before) (length '(1 2)))
    (define first-count (before))
    (define (length l) 'mine)
    (define count (list first-count (before)))))
(import (other))
(show count (length '(1 2 3)))
