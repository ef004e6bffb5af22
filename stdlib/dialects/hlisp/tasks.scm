;;; Tasks of one level, which take turns at each `print` and `join`.
;;;
;;; Invariants: each level that has tasks has one queue. Its `ready` are those that can go on, in the order of
;;; their turns: procedures of no arguments that never return. Its `blocked` are those that wait for a task
;;; that is not done, the last first: pairs of the task and of a continuation that is told whether it is done.
;;; A task that runs is in neither.

(define-record-type task
  (make-task is-done value)
  task?
  (is-done task-is-done? set-task-is-done!)
  (value task-value set-task-value!))

(define-record-type queue
  (make-queue level ready blocked)
  queue?
  (level queue-level)
  (ready queue-ready set-queue-ready!)
  (blocked queue-blocked set-queue-blocked!))

;; The queues. A level is known by its global environment.
(define queues '())

(define (queue-here)
  (let ((here (interaction-environment)))
    (or (queue-of here queues)
        (let ((queue (make-queue here '() '())))
          (set! queues (cons queue queues))
          queue))))

(define (queue-of here queues)
  (cond ((null? queues) #f)
        ((equal? (queue-level (car queues)) here) (car queues))
        (else (queue-of here (cdr queues)))))

(define (later! go-on)
  (let ((queue (queue-here)))
    (set-queue-ready! queue (append (queue-ready queue) (list go-on)))))

;; Has the next task go on; if none can, the one that began to wait last, whose wait is in vain.
(define (next-task!)
  (let* ((queue (queue-here)) (ready (queue-ready queue)) (blocked (queue-blocked queue)))
    (cond ((pair? ready)
           (set-queue-ready! queue (cdr ready))
           ((car ready)))
          ((pair? blocked)
           (set-queue-blocked! queue (cdr blocked))
           ((cdar blocked) #f))
          (else (error "No task can go on")))))

(define (others-are-ready?)
  (and (pair? queues) (pair? (queue-ready (queue-here)))))

;; Waits for a task; whether it is done then.
(define (wait-for task)
  (call/cc
   (lambda (go-on)
     (let ((queue (queue-here)))
       (set-queue-blocked! queue (cons (cons task go-on) (queue-blocked queue))))
     (next-task!))))

;; Those that wait for a task that is done can go on, those that began first before the others.
(define (unblock! task)
  (let ((queue (queue-here)))
    (let loop ((rest (queue-blocked queue)) (others '()) (ready '()))
      (cond ((null? rest)
             (set-queue-blocked! queue (reverse others))
             (for-each later! ready))
            ((eq? (caar rest) task)
             (let ((go-on (cdar rest)))
               (loop (cdr rest) others (cons (lambda () (go-on #t)) ready))))
            (else (loop (cdr rest) (cons (car rest) others) ready))))))

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
         (unblock! task)
         (next-task!))))))

;; (join task): its value, once it has one.
(define (join task)
  (cond ((not (task? task)) (refuse "join" "a task" task))
        ((task-is-done? task) (task-value task))
        ((wait-for task) (join task))
        (else (error "The task that is to be joined cannot go on"))))

;; (print value …): on one line; gives the last one.
(define (print . values)
  (write-string (string-join (map shown values) " "))
  (newline)
  (yield!)
  (if (null? values) '() (last values)))

(define (last values)
  (if (null? (cdr values)) (car values) (last (cdr values))))
