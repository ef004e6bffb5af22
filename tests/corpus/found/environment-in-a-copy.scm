;;; A procedure of level 0 that level 1 runs while the steps of level 0 are its business: it runs in a copy
;;; of its version, and shares its variables there, too, before and after the copy is given up.

(define environment #f)
(define (probing original)
  (lambda (exp env cont)
    (let ((seen exp))
      (set! environment (the-environment))
      (eval '(set! seen 'changed) environment)
      (if (not (eq? seen 'changed)) (begin (write seen) (newline)))
      (original exp env cont))))

(define (probe) (with-evaluator 'eval-var probing (lambda () (+ 1 2))))
(write (list (probe) (probe)))
(newline)
(write (eval 'seen environment))
(newline)
