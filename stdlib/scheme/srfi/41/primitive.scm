;;; Streams (SRFI 41): the primitives.
;;;
;;; A stream holds a promise of what it is: the empty list, or a cell of a promise of the first
;;; element and the stream of the rest. Both the first element and whether there is one are found
;;; out when they are asked for, and once.

(define-record-type stream
  (make-stream promise)
  stream?
  (promise stream-promise))

(define-record-type cell
  (make-cell first rest)
  cell?
  (first cell-first)
  (rest cell-rest))

(define stream-null (make-stream (make-promise '())))

(define (contents stream) (force (stream-promise stream)))

(define (promise-of object)
  (if (stream? object)
      (stream-promise object)
      (error "stream: the body of a stream or the rest after stream-cons is not a stream" object)))

;; A stream that is what the body's stream is; chains of such streams are followed in constant space.
(define-syntax stream-lazy
  (syntax-rules ()
    ((_ body ...) (make-stream (delay-force (promise-of (let () body ...)))))))

(define-syntax stream-cons
  (syntax-rules ()
    ((_ first rest)
     (make-stream (make-promise (make-cell (delay first) (stream-lazy rest)))))))

(define-syntax stream-lambda
  (syntax-rules ()
    ((_ formals body0 body ...)
     (lambda formals (stream-lazy body0 body ...)))))

(define (stream-null? object) (and (stream? object) (null? (contents object))))
(define (stream-pair? object) (and (stream? object) (cell? (contents object))))

(define (stream-car stream) (force (cell-first (cell-of "stream-car" stream))))
(define (stream-cdr stream) (cell-rest (cell-of "stream-cdr" stream)))

(define (cell-of who stream)
  (if (not (stream? stream))
      (error (string-append who ": argument 1 is not a stream") stream))
  (let ((contents (contents stream)))
    (if (null? contents)
        (error (string-append who ": the stream is empty"))
        contents)))

;; It is here because its cells are made without closures: procedures made side by side hold each
;; other's variables, and the rest that waits would hold the element before it.
(define (list->stream objects)
  (if (not (list? objects)) (error "list->stream: argument 1 is not a list" objects))
  (list-stream objects))

(define list-stream
  (stream-lambda (objects)
    (if (null? objects)
        stream-null
        (make-stream
         (make-promise
          (make-cell (settled (car objects)) (list-stream (cdr objects))))))))

;; A promise of that object, be it a promise itself.
(define (settled object)
  (if (promise? object) (delay object) (make-promise object)))
