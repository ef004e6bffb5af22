;; What the generated programs run after. Level 1 knows of each stop: the failing expression, the value to
;; go on with, the variables to show, whether the assignment waits for the next stop, the variable to
;; assign and its value.
(define kept '())
(define (keep closure) (set! kept (cons closure kept)))
(define (show . things) (for-each (lambda (thing) (display thing) (display " ")) things) (newline))
(em '(begin
  (define stops '())
  (define left 0)
  (define waiting #f)
  (define (assign! env name value)
    (environment-assign! env name (if (eq? value 'procedure) (lambda arguments 100) value)))
  (define (stop-of expression) (assoc expression stops))
  (define (act env value shown when name assigned)
    (display (map (lambda (name) (environment-lookup env name)) shown))
    (if waiting (begin (apply assign! waiting) (set! waiting #f)))
    (if (> left 0)
        (begin
          (set! left (- left 1))
          (if (eq? when 'later)
              (set! waiting (list env name assigned))
              (assign! env name assigned))
          (if (not (eq? assigned 'procedure)) (display (environment-lookup env name)))))
    value)
  (set! rescue
    (lambda (condition env cont)
      (let ((stop (stop-of old-exp)))
        (if stop
            (cont (apply act env (cdr stop)))
            (begin (write (list 'unexpected old-exp condition)) (newline) (exit 3))))))))
