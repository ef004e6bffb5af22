;;; A builtin that leaves its call to the library, in the middle of an instruction: the frame waits as
;;; long as it would for a call, whatever becomes of the value, and shares its variables when asked.

(define (show x) (write x) (newline))

(em '(set! rescue
       (lambda (condition env cont)
         (environment-assign! env 'x 5)
         (cont 7))))

(define (for-effect x) (member x 'no-list =) x)
(show (for-effect 1))
(define (for-value x) (let ((found (assoc x 'no-list =))) (list found x)))
(show (for-value 1))
(define (at-last x) (member x 'no-list =))
(show (at-last 1))
