;;; Control (R7RS 6.10): what is made of the machine's `call-with-current-continuation`, `%throw` and
;;; list of winders.
;;;
;;; A winder is `#(before after bindings handlers)`: its thunks run with the parameters and handlers
;;; that were in force where `dynamic-wind` was called. Lists of winders share their tails: what two
;;; continuations have in common is `eq?`.

(define call/cc call-with-current-continuation)
(define call-with-escape-continuation call-with-current-continuation)
(define call/ec call-with-current-continuation)

(define (dynamic-wind before thunk after)
  (cond ((not (procedure? before)) (%wrong-type 'dynamic-wind 1 "a procedure" before))
        ((not (procedure? thunk)) (%wrong-type 'dynamic-wind 2 "a procedure" thunk))
        ((not (procedure? after)) (%wrong-type 'dynamic-wind 3 "a procedure" after))
        (else
         (before)
         (let ((outside (%winders)))
           (%set-winders! (cons (vector before after (%bindings) (%handlers)) outside))
           (let ((result (thunk)))
             (%set-winders! outside)
             (after)
             result)))))

;; The machine calls this when a continuation is called whose winders are not those in force.
(define (%rewind continuation value)
  (%change-winders (%continuation-winders continuation))
  (%throw continuation value))

;; Runs the `after`s of the winders that are left, from the inside out, and the `before`s of those
;; that are entered, from the outside in; each with the winders outside of it in force.
(define (%change-winders target)
  (let ((common (%common-tail (%winders) target)))
    (%leave-winders common)
    (let enter ((present target))
      (if (not (eq? present common))
          (begin
            (enter (cdr present))
            (%call-winder (vector-ref (car present) 0) (car present))
            (%set-winders! present))))))

(define (%leave-winders target)
  (let leave ()
    (let ((present (%winders)))
      (if (not (eq? present target))
          (begin
            (%set-winders! (cdr present))
            (%call-winder (vector-ref (car present) 1) (car present))
            (leave))))))

(define (%call-winder thunk winder)
  (%with-handlers (vector-ref winder 3)
                  (lambda () (%with-bindings (vector-ref winder 2) thunk))))

(define (%common-tail a b)
  (let ((surplus (- (length a) (length b))))
    (let loop ((a (if (> surplus 0) (list-tail a surplus) a))
               (b (if (< surplus 0) (list-tail b (- surplus)) b)))
      (if (eq? a b) a (loop (cdr a) (cdr b))))))

;; The values of the thunk, called in the continuation, are passed to it (MIT Scheme).
(define (within-continuation continuation thunk)
  (cond ((not (procedure? continuation)) (%wrong-type 'within-continuation 1 "a procedure" continuation))
        ((not (procedure? thunk)) (%wrong-type 'within-continuation 2 "a procedure" thunk))
        (else
         (call-with-values thunk continuation))))

(define exit
  (case-lambda
    (() (%leave-winders '()) (%exit))
    ((status) (%leave-winders '()) (%exit status))))
