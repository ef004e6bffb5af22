; The first of an empty list, deep in a procedure.
(define (largest numbers)
  (if (> (car numbers) (largest (cdr numbers)))
      (car numbers)
      (largest (cdr numbers))))
(display (largest '(3 1 2)))
