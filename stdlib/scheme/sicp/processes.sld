(define-library (sicp processes)
  ;; Section 3.4: processes that run at the same time, in turns. A process runs until it ends or comes
  ;; to a mutex, at `test-and-set!`; which one goes on is left to chance, the same one for a `--seed`.
  ;; Nothing interrupts a process elsewhere: what is between two mutexes is never interleaved.
  (export clear! make-mutex make-serializer parallel-execute test-and-set!)
  (import (scheme base) (only (sicp builtins) random) (only (tower prelude) %private))
  (begin
    ;; What is known while processes run; #f when none do.
    (define-record-type run
      (make-run leave ready refusals)
      run?
      ;; The continuation that takes the next process; what goes on when it is called, in any order;
      ;; and how often in a row a process found a mutex taken.
      (leave run-leave set-run-leave!)
      (ready run-ready set-run-ready!)
      (refusals run-refusals set-run-refusals!))

    (define running (make-parameter #f))

    ;; (parallel-execute procedure …): calls them at the same time; they have all ended when it does.
    (define (parallel-execute . procedures)
      (for-each
       (lambda (procedure)
         (if (not (procedure? procedure))
             (error "parallel-execute: takes procedures of no arguments:" procedure)))
       procedures)
      (let ((run (make-run #f procedures 0)))
        (parameterize ((running run))
          (let loop ()
            (cond ((pair? (run-ready run))
                   (go-on! run (take! run))
                   (loop)))))))

    ;; Runs a process until it ends or waits.
    (define (go-on! run process)
      (call-with-current-continuation
       (lambda (leave)
         (set-run-leave! run leave)
         (process)
         (set-run-refusals! run 0)
         (leave! run))))

    (define (leave! run)
      (let ((%leave (run-leave run)))
        (%leave #f)))

    ;; One of those that are ready, which is that no more.
    (define (take! run)
      (let* ((ready (run-ready run))
             (before (random (length ready)))
             (chosen (list-tail ready before)))
        (set-run-ready! run (append (list-copy-of ready before) (cdr chosen)))
        (car chosen)))

    (define (list-copy-of list count)
      (if (= count 0) '() (cons (car list) (list-copy-of (cdr list) (- count 1)))))

    ;; Lets others go on before this process does.
    (define (pass! run)
      (call-with-current-continuation
       (lambda (%resume)
         (set-run-ready! run (cons (%private (lambda () (%resume #f))) (run-ready run)))
         (leave! run))))

    ;; So many refusals in a row, for each process, and nobody will ever let a mutex go.
    (define patience 1000)

    ;; (test-and-set! cell): whether the cell is taken; if it is not, it is from then on.
    (define (test-and-set! cell)
      (if (not (pair? cell)) (error "test-and-set!: takes a pair:" cell))
      (let ((run (running)))
        (if (and run (= 0 (random 2))) (pass! run))
        (cond ((not (car cell))
               (set-car! cell #t)
               (if run (set-run-refusals! run 0))
               #f)
              (else
               (if run (wait! run))
               #t))))

    (define (wait! run)
      (set-run-refusals! run (+ 1 (run-refusals run)))
      (if (> (run-refusals run) (* patience (+ 1 (length (run-ready run)))))
          (error "parallel-execute: deadlock: every process waits for a mutex that another one has"))
      (pass! run))

    (define (clear! cell)
      (if (not (pair? cell)) (error "clear!: takes a pair:" cell))
      (set-car! cell #f))

    (define (make-mutex)
      (let ((cell (list #f)))
        (define (mutex message)
          (cond ((eq? message 'acquire) (acquire cell))
                ((eq? message 'release) (clear! cell))
                (else (error "mutex: takes acquire or release:" message))))
        mutex))

    (define (acquire cell)
      (if (test-and-set! cell)
          (if (running)
              (acquire cell)
              (error "mutex: it is taken, and there is no other process that could release it"))))

    ;; A procedure that makes of procedures ones of which no two run at the same time.
    (define (make-serializer)
      (let ((%mutex (make-mutex)))
        (lambda (procedure)
          (lambda arguments
            (%mutex 'acquire)
            (call-with-values
                (lambda () (apply procedure arguments))
              (lambda results
                (%mutex 'release)
                (apply values results)))))))))
