;;; A continuation that a level captured itself holds that level, whoever calls it: the thunks of
;;; `dynamic-wind` that a jump runs are those of that level, and that level runs them (SEMANTICS 2).
(define (tell what) (lambda () (display (list what 'at (- (em 'level) 1))) (newline)))
(define k #f)
;; Into an extent that was left: `before` runs at level 0, whichever level calls.
(define (enter-from-above)
  (let ((value (dynamic-wind (tell 'in)
                             (lambda () (call/cc (lambda (c) (set! k c) 'first)))
                             (tell 'out))))
    (write value)
    (newline)
    (case value
      ((first) (em '((store-ref store 'k) 'above)))
      ((above) (em '(em '((store-ref (store-ref store 'store) 'k) 'far-above)))))))
(enter-from-above)

;; Out of an extent in which level 0 waits; level 1's own extent is not level 0's.
(write
 (call/cc
  (lambda (c)
    (set! k c)
    (dynamic-wind
     (tell 'in)
     (lambda ()
       (em '(dynamic-wind (lambda () (display "level 1 in\n"))
                          (lambda () ((store-ref store 'k) 'left))
                          (lambda () (display "level 1 out\n")))))
     (tell 'out)))))
(newline)

;; From one extent to another, with a common one around them.
(dynamic-wind
 (tell 'around)
 (lambda ()
   (let ((value (dynamic-wind (tell 'in-a)
                              (lambda () (call/cc (lambda (c) (set! k c) 'a)))
                              (tell 'out-a))))
     (write value)
     (newline)
     (if (eq? value 'a)
         (dynamic-wind (tell 'in-b) (lambda () (em '((store-ref store 'k) 'b))) (tell 'out-b)))))
 (tell 'not-around))

;; A continuation of level 1, called by level 0: level 1 is not inside of anything.
(define k1
  (em '(dynamic-wind (lambda () (display "level 1 in\n"))
                     (lambda () (call/cc (lambda (c) c)))
                     (lambda () (display "level 1 out\n")))))
(if (procedure? k1)
    (dynamic-wind (tell 'in) (lambda () (k1 'back)) (tell 'out)))
(write k1)
(newline)

;; An error in such a thunk is level 0's, and its own handlers see it.
(write
 (guard (e (#t (list 'guarded e)))
   (call/cc
    (lambda (c)
      (set! k c)
      (dynamic-wind (lambda () #f)
                    (lambda () (em '((store-ref store 'k) 'left)))
                    (lambda () (raise 'after)))))))
(newline)
