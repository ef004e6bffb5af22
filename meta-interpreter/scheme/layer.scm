;;; What the evaluator's text calls where it interprets another text: the `subject`, which is the evaluator's
;;; too, at a level below. All that the subject does is part of single steps, so that only what it calls last
;;; moves to another level.

;; Where the subject's call stands, its value goes.
(define (return value)
  value)

;; A call of a procedure of the subject's.
(define (enter procedure operands)
  (base-apply procedure operands #f return))

(define (interpreted? object)
  (closed-in? object subject))

;; The subject gives reifiers values, as it gives them to whatever governs a level.
(define (delta? object)
  #f)

(define (apply-below procedure operands env cont)
  (if (eq? cont return)
      (apply-last procedure operands env)
      (cont (apply-plainly procedure operands))))

;; A failure that a variable of the subject's holds is a value.
(define (fail failure exp env cont)
  (let ((condition (failure-condition failure)))
    (if (failure? condition)
        (cont condition)
        (raise condition))))
