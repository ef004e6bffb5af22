;;; Tasks of one level, which take turns at each `print` and `join`.
;;;
;;; Invariant: `ready` holds, for each level that has tasks, those that can go on: procedures of no arguments
;;; that never return, in the order of their turns. A task that runs is not among them.

(define-record-type task
  (make-task is-done value)
  task?
  (is-done task-is-done? set-task-is-done!)
  (value task-value set-task-value!))

;; From global environments, which are equal for one level, to queues.
(define ready '())

(define (queue-here)
  (let* ((here (interaction-environment)) (found (entry-of here ready)))
    (or found
        (let ((queue (list here)))
          (set! ready (cons queue ready))
          queue))))

(define (entry-of here queues)
  (cond ((null? queues) #f)
        ((equal? (caar queues) here) (car queues))
        (else (entry-of here (cdr queues)))))

(define (later! go-on)
  (let ((queue (queue-here)))
    (set-cdr! queue (append (cdr queue) (list go-on)))))

;; Has the next task go on.
(define (next-task!)
  (let* ((queue (queue-here)) (tasks (cdr queue)))
    (if (null? tasks) (error "No task can go on"))
    (set-cdr! queue (cdr tasks))
    ((car tasks))))

(define (others-are-ready?)
  (and (pair? ready) (pair? (cdr (queue-here)))))

;; Lets the others have their turns.
(define (yield!)
  (if (others-are-ready?)
      (call/cc
       (lambda (go-on)
         (later! (lambda () (go-on '())))
         (next-task!)))))

;; Starts a task at once; it goes on until it yields.
(define (start-task thunk)
  (let ((task (make-task #f '())))
    (call/cc
     (lambda (go-on)
       (later! (lambda () (go-on task)))
       (let* ((value (thunk)) (value (if (procedure? value) (value) value)))
         (set-task-value! task value)
         (set-task-is-done! task #t)
         (next-task!))))))

;; (join task): its value, once it has one.
(define (join task)
  (cond ((not (task? task)) (refuse "join" "a task" task))
        ((task-is-done? task) (task-value task))
        ((others-are-ready?) (yield!) (join task))
        (else (error "The task that is to be joined cannot go on"))))

;; (print value …): on one line; gives the last one.
(define (print . values)
  (write-string (string-join (map shown values) " "))
  (newline)
  (yield!)
  (if (null? values) '() (last values)))

(define (last values)
  (if (null? (cdr values)) (car values) (last (cdr values))))
