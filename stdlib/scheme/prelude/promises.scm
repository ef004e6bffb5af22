;;; Promises (R7RS 4.2.5) and streams.
;;;
;;; A promise is a box `(state . content)` as builtins/promise.rs says. A promise made by `delay-force`
;;; comes to share the box of the promise that its thunk gave: a chain of any length is forced in
;;; constant space.

(define (force promise)
  (if (promise? promise)
      (let loop ()
        (let* ((box (%promise-box promise)) (state (car box)))
          (if (eq? state #t)
              (cdr box)
              (let* ((result ((cdr box))) (box (%promise-box promise)))
                (if (not (eq? (car box) #t))
                    (%settle-promise! box state result))
                (loop)))))
      promise))

(define (%settle-promise! box state result)
  (if (and (null? state) (promise? result))
      (let ((next (%promise-box result)))
        (set-car! box (car next))
        (set-cdr! box (cdr next))
        (%set-promise-box! result box))
      (begin
        (set-car! box #t)
        (set-cdr! box result))))

(define (make-unforced-promise thunk)
  (cond ((not (procedure? thunk)) (%wrong-type 'make-unforced-promise 1 "a procedure" thunk))
        (else
         (%delay-force thunk))))

(define the-empty-stream '())
(define stream-nil '())

(define (stream-pair? object)
  (and (pair? object) (promise? (cdr object))))

(define (stream-null? object) (null? object))
(define (empty-stream? object) (null? object))

(define (stream-car stream)
  (if (stream-pair? stream) (car stream) (%wrong-type 'stream-car 1 "a stream" stream)))

(define (stream-cdr stream)
  (if (stream-pair? stream) (force (cdr stream)) (%wrong-type 'stream-cdr 1 "a stream" stream)))

(define (stream-first stream)
  (if (stream-pair? stream) (car stream) (%wrong-type 'stream-first 1 "a stream" stream)))

(define (stream-rest stream)
  (if (stream-pair? stream) (force (cdr stream)) (%wrong-type 'stream-rest 1 "a stream" stream)))

(define (stream . objects)
  (list->stream objects))

(define (list->stream list)
  (cond ((pair? list) (cons-stream (car list) (list->stream (cdr list))))
        ((null? list) '())
        (else (%wrong-type 'list->stream 1 "a list" list))))

;; (stream->list stream [limit])
(define (stream->list stream . limit)
  (let loop ((rest stream) (items '()) (left (if (pair? limit) (car limit) -1)))
    (cond ((eqv? left 0) (reverse! items))
          ((stream-pair? rest)
           (loop (force (cdr rest)) (cons (car rest) items) (- left 1)))
          ((null? rest) (reverse! items))
          (else (%wrong-type 'stream->list 1 "a stream" stream)))))

;; The stream of the first `count` elements.
(define (stream-head stream count)
  (list->stream (%stream-prefix 'stream-head stream count)))

(define (%stream-prefix who stream count)
  (let loop ((rest stream) (items '()) (left count))
    (cond ((eqv? left 0) (reverse! items))
          ((stream-pair? rest)
           (loop (force (cdr rest)) (cons (car rest) items) (- left 1)))
          (else (%no-result who "the stream is too short" count)))))

(define (stream-tail stream count)
  (let loop ((rest stream) (left count))
    (cond ((eqv? left 0) rest)
          ((stream-pair? rest) (loop (force (cdr rest)) (- left 1)))
          (else (%no-result 'stream-tail "the stream is too short" count)))))

(define (stream-ref stream index)
  (let ((rest (stream-tail stream index)))
    (if (stream-pair? rest)
        (car rest)
        (%no-result 'stream-ref "the stream is too short" index))))

(define (stream-map procedure stream . streams)
  (cond ((not (procedure? procedure)) (%wrong-type 'stream-map 1 "a procedure" procedure))
        (else
         (let loop ((streams (cons stream streams)))
           (cond ((every stream-pair? streams)
                  (cons-stream (apply procedure (map car streams))
                               (loop (map stream-cdr streams))))
                 ((find (lambda (rest) (not (or (stream-pair? rest) (null? rest)))) streams)
                  => (lambda (found) (%wrong-type 'stream-map 2 "a stream" found)))
                 (else '()))))))

(define (stream-for-each procedure stream)
  (cond ((not (procedure? procedure)) (%wrong-type 'stream-for-each 1 "a procedure" procedure))
        (else
         (let loop ((rest stream))
           (cond ((stream-pair? rest)
                  (procedure (car rest))
                  (loop (force (cdr rest))))
                 ((not (null? rest)) (%wrong-type 'stream-for-each 2 "a stream" stream)))))))

(define (stream-filter predicate stream)
  (cond ((not (procedure? predicate)) (%wrong-type 'stream-filter 1 "a procedure" predicate))
        (else
         (let loop ((rest stream))
           (cond ((not (stream-pair? rest))
                  (if (null? rest) '() (%wrong-type 'stream-filter 2 "a stream" stream)))
                 ((predicate (car rest))
                  (cons-stream (car rest) (stream-filter predicate (force (cdr rest)))))
                 (else (loop (force (cdr rest)))))))))

(define (stream-append . streams)
  (let outer ((streams streams))
    (if (null? streams)
        '()
        (let inner ((rest (car streams)))
          (if (stream-pair? rest)
              (cons-stream (car rest) (inner (force (cdr rest))))
              (outer (cdr streams)))))))
