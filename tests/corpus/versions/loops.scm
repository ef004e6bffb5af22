; A builtin that is redefined half-way through a loop is another one in the rounds that follow, in the
; very procedure that runs, in whoever waits for it, and at the top level.

(define (show . things) (for-each display things) (newline))

(define (set-it!) (set! car cdr))

(define (f)
  (let loop ((i 0) (acc '()))
    (if (= i 4)
        acc
        (begin
          (if (= i 1) (set-it!))
          (loop (+ i 1) (cons (car '(1 2)) acc))))))
(show (f))
(show (car '(1 2)))

; The assignment is in the loop itself.
(define (g)
  (let loop ((i 0) (acc '()))
    (if (= i 4)
        acc
        (begin
          (if (= i 1) (set! cadr cddr))
          (loop (+ i 1) (cons (cadr '(1 2 3)) acc))))))
(show (g))

; A definition made by eval.
(define (h)
  (do ((i 0 (+ i 1))
       (acc '() (cons (vector-ref #(a b c) i) acc)))
      ((= i 3) acc)
    (if (= i 1) (eval '(define (vector-ref v i) (list 'new i))))))
(show (h))

; At the top level, within one form.
(let loop ((i 0))
  (if (< i 3)
      (begin
        (show i ": " (quotient 7 2))
        (if (= i 0) (set! quotient list))
        (loop (+ i 1)))))

(begin
  (show (remainder 7 2))
  (define remainder list)
  (show (remainder 7 2)))

; Nested loops, each with variables of its own.
(define (grid)
  (let outer ((y 0) (rows '()))
    (if (= y 3)
        (reverse rows)
        (outer (+ y 1)
               (cons (let inner ((x 0) (row '()))
                       (if (= x 3)
                           (reverse row)
                           (begin
                             (if (and (= y 1) (= x 1)) (set! modulo (lambda (a b) '?)))
                             (inner (+ x 1) (cons (modulo (+ x y) 2) row)))))
                     rows)))))
(show (grid))

; A test that is redefined by what it tests.
(define (odd-one)
  (if (not (begin (set! not (lambda (x) x)) #f)) 'old 'new))
(show (odd-one) " " (if (not #f) 'old 'new))
