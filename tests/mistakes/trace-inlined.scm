; A frame of a procedure that was compiled into the loop around it.
(define (process items)
  (define (check item)
    (if (symbol? item) (vector-ref item 0) item))
  (let loop ((rest items) (total 0))
    (if (null? rest)
        total
        (loop (cdr rest) (+ total (check (car rest)))))))
(display (list (process '(1 2 x))))
