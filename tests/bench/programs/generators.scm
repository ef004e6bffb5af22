;;; Generators by call/cc: the leaves of trees, produced on demand and compared.
;;; n: repetitions over trees of 2048 leaves.
;;; bench: smoke=1 scaling=60 exponent=1
(define n 10000)

(define (make-tree low high)
  (if (= low high)
      low
      (let ((middle (quotient (+ low high) 2)))
        (cons (make-tree low middle) (make-tree (+ middle 1) high)))))

;; A procedure that returns the next leaf of `tree` each time, then #f.
(define (leaf-generator tree)
  (define return #f)
  (define (walk subtree)
    (if (pair? subtree)
        (begin
          (walk (car subtree))
          (walk (cdr subtree)))
        (call/cc
         (lambda (rest)
           (set! resume (lambda () (rest #f)))
           (return subtree)))))
  (define (resume)
    (walk tree)
    (set! resume (lambda () (return #f)))
    (return #f))
  (lambda ()
    (call/cc
     (lambda (k)
       (set! return k)
       (resume)))))

(define (same-leaves first second)
  (let ((next-of-first (leaf-generator first))
        (next-of-second (leaf-generator second)))
    (let loop ((sum 0))
      (let ((a (next-of-first))
            (b (next-of-second)))
        (cond ((not (eqv? a b)) 'different)
              ((not a) sum)
              (else (loop (+ sum a))))))))

(define balanced (make-tree 1 2048))

(define leaning
  (let loop ((low 1))
    (if (> (+ low 8) 2048)
        (make-tree low 2048)
        (cons (make-tree low (+ low 7)) (loop (+ low 8))))))

(define (repeat times total)
  (if (= times 0)
      total
      (repeat (- times 1) (+ total (same-leaves balanced leaning)))))

(write (repeat n 0))
(newline)
