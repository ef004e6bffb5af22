;;; Replacing for a while what governs the level that runs.

;; While the thunk runs, the level above has (wrap original) in the place of the original: set on each entry,
;; and what was there before it put back on each exit. The level above calls `wrap`, once.
(define (with-evaluator name wrap thunk)
  (cond ((not (symbol? name)) (%wrong-type 'with-evaluator 1 "a symbol" name))
        ((not (procedure? wrap)) (%wrong-type 'with-evaluator 2 "a procedure" wrap))
        ((not (procedure? thunk)) (%wrong-type 'with-evaluator 3 "a procedure" thunk))
        (else
         (let* ((above (%environment-above))
                (outside (environment-lookup above name))
                (inside (%call-above wrap outside)))
           (define (%enter)
             (set! outside (environment-lookup above name))
             (environment-define above name inside))
           (define (%leave) (environment-define above name outside))
           (dynamic-wind %enter thunk %leave)))))
