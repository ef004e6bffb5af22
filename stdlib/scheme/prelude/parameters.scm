;;; Parameters (R7RS 4.2.6, SRFI 39). What is in force is an association list from parameter to a list of
;;; one value, which only `(p value)` assigns.

(define make-parameter
  (case-lambda
    ((value) (%make-parameter value #f))
    ((value converter)
     (%check-procedure 'make-parameter 2 converter)
     (%make-parameter (converter value) converter))))

(define make-unsettable-parameter make-parameter)
(define make-settable-parameter make-parameter)

;; What `(p value)` calls.
(define (%assign-parameter parameter value)
  (let ((converter (%parameter-converter parameter)))
    (%set-parameter! parameter (if converter (converter value) value))))

;; What `(parameterize ((p v) …) body …)` calls, with a list of `(p . v)`. Values are converted once,
;; in their order, before any is in force.
(define (%parameterize pairs thunk)
  (let loop ((pairs pairs) (bindings (%bindings)))
    (if (null? pairs)
        (%with-bindings bindings thunk)
        (let ((converter (%parameter-converter (caar pairs))))
          (loop (cdr pairs)
                (cons (list (caar pairs) (if converter (converter (cdar pairs)) (cdar pairs)))
                      bindings))))))
