;;; What fails while a tail call of itself is being made leaves a frame that waits for an ordinary
;;; call: operator and arguments lie where such a call has them.
(em '(set! rescue (lambda (condition env cont) (cont 7))))
(define (make)
  (define loop
    (lambda (i acc)
      (if (= i 3)
          (reverse acc)
          (loop (+ i 1) (cons i (cons nowhere (cons (+ 'one i) acc)))))))
  loop)
(write ((make) 0 '()))
(newline)

;; The operands of an operand, too.
(define (make-nested)
  (define loop
    (lambda (i acc)
      (if (= i 3)
          acc
          (loop (+ i 1) (list i (vector i (with-exception-handler
                                           (lambda (e) (* 10 i))
                                           (lambda () (raise-continuable i))))
                              acc)))))
  loop)
(write ((make-nested) 0 '()))
(newline)

;; A primitive that is redefined in the middle.
(define (twice x) (* 2 x))
(define (make-redefined)
  (define loop
    (lambda (i acc other)
      (if (= i 3)
          (list acc other)
          (loop (+ i 1)
                (cons i (begin (if (= i 1) (set! + (lambda (a b) (- a (- b))))) acc))
                (+ other i)))))
  loop)
(write ((make-redefined) 0 '() 100))
(newline)
(exit)
