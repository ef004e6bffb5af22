;;; Streams (SRFI 41): what is derived from the primitives.
;;;
;;; Whatever walks along a stream does so in procedures of its own that call themselves last, so
;;; nothing holds the elements that were passed. Arguments are checked when the procedure is called,
;;; not when the first element is asked for.

(define (refuse who position expected found)
  (error (string-append who ": argument " (number->string position) " is not " expected) found))

(define (check-stream who position object)
  (if (not (stream? object)) (refuse who position "a stream" object)))

(define (check-procedure who position object)
  (if (not (procedure? object)) (refuse who position "a procedure" object)))

(define (check-number who position object)
  (if (not (number? object)) (refuse who position "a number" object)))

(define (check-count who position object)
  (if (not (and (exact-integer? object) (>= object 0)))
      (refuse who position "an exact integer that is not negative" object)))

(define (check-streams who position objects)
  (if (null? objects) (error (string-append who ": expected at least one stream")))
  (let loop ((rest objects) (position position))
    (cond ((pair? rest)
           (check-stream who position (car rest))
           (loop (cdr rest) (+ position 1))))))

(define (any-empty? streams)
  (and (pair? streams) (or (stream-null? (car streams)) (any-empty? (cdr streams)))))

;;; Forms

(define-syntax define-stream
  (syntax-rules ()
    ((_ (name . formals) body0 body ...)
     (define name (stream-lambda formals body0 body ...)))))

(define-syntax stream-let
  (syntax-rules ()
    ((_ tag ((name value) ...) body0 body ...)
     ((letrec ((tag (stream-lambda (name ...) body0 body ...))) tag) value ...))))

(define-syntax stream
  (syntax-rules ()
    ((_) stream-null)
    ((_ first rest ...) (stream-cons first (stream rest ...)))))

;; (stream-match stream (pattern [fender] expression) …)
(define-syntax stream-match
  (syntax-rules ()
    ((_ expression clause ...)
     (let ((matched expression))
       (check-stream "stream-match" 1 matched)
       (match-clauses matched clause ...)))))

(define-syntax match-clauses
  (syntax-rules ()
    ((_ matched) (error "stream-match: no pattern matches the stream"))
    ((_ matched (pattern expression) clause ...)
     (match-clauses matched (pattern #t expression) clause ...))
    ((_ matched (pattern fender expression) clause ...)
     (let ((next (lambda () (match-clauses matched clause ...))))
       (match-pattern matched pattern (if fender expression (next)) (next))))))

(define-syntax match-pattern
  (syntax-rules (_)
    ((match matched () then else) (if (stream-null? matched) then else))
    ((match matched (_ . pattern) then else)
     (if (stream-pair? matched)
         (let ((rest (stream-cdr matched))) (match-pattern rest pattern then else))
         else))
    ((match matched (name . pattern) then else)
     (if (stream-pair? matched)
         (let ((first (stream-car matched)) (rest (stream-cdr matched)))
           (let ((name first)) (match-pattern rest pattern then else)))
         else))
    ((match matched _ then else) then)
    ((match matched name then else) (let ((name matched)) then))))

;; (stream-of expression clause …): a clause is (name in stream), (name is expression) or a condition.
(define-syntax stream-of
  (syntax-rules ()
    ((_ expression clause ...) (stream-of-clauses expression stream-null clause ...))))

;; `after` is the stream of what follows what the clauses give.
(define-syntax stream-of-clauses
  (syntax-rules (in is)
    ((_ expression after) (stream-cons expression after))
    ((_ expression after (name in source) clause ...)
     (stream-let loop ((left source))
       (if (stream-null? left)
           after
           (let ((name (stream-car left)))
             (stream-of-clauses expression (loop (stream-cdr left)) clause ...)))))
    ((_ expression after (name is value) clause ...)
     (let ((name value)) (stream-of-clauses expression after clause ...)))
    ((_ expression after condition clause ...)
     (if condition (stream-of-clauses expression after clause ...) after))))

;;; From ports, and to lists

;; (port->stream [port]): its characters.
(define (port->stream . given)
  (let ((port (if (pair? given) (car given) (current-input-port))))
    (if (not (input-port? port)) (refuse "port->stream" 1 "an input port" port))
    (port-stream port)))

(define-stream (port-stream port)
  (let ((char (read-char port)))
    (if (eof-object? char) stream-null (stream-cons char (port-stream port)))))

;; (stream->list [count] stream)
(define (stream->list first . rest)
  (cond ((pair? rest)
         (check-count "stream->list" 1 first)
         (check-stream "stream->list" 2 (car rest))
         (gather (car rest) first '()))
        (else
         (check-stream "stream->list" 1 first)
         (gather first -1 '()))))

(define (gather left count gathered)
  (if (or (= count 0) (stream-null? left))
      (reverse gathered)
      (gather (stream-cdr left) (- count 1) (cons (stream-car left) gathered))))

;;; Making streams

(define (stream-constant . objects)
  (if (null? objects) stream-null (cycle objects objects)))

(define-stream (cycle left objects)
  (if (null? left)
      (cycle objects objects)
      (stream-cons (car left) (cycle (cdr left) objects))))

;; (stream-from first [step])
(define (stream-from first . rest)
  (let ((step (if (pair? rest) (car rest) 1)))
    (check-number "stream-from" 1 first)
    (check-number "stream-from" 2 step)
    (count-from first step)))

(define-stream (count-from first step)
  (stream-cons first (count-from (+ first step) step)))

;; (stream-range first past [step])
(define (stream-range first past . rest)
  (check-number "stream-range" 1 first)
  (check-number "stream-range" 2 past)
  (let ((step (cond ((pair? rest) (car rest)) ((< first past) 1) (else -1))))
    (check-number "stream-range" 3 step)
    (range first past step (if (< 0 step) < >))))

(define-stream (range first past step %before?)
  (if (%before? first past)
      (stream-cons first (range (+ first step) past step %before?))
      stream-null))

(define (stream-iterate procedure base)
  (check-procedure "stream-iterate" 1 procedure)
  (iterate procedure base))

(define-stream (iterate procedure base)
  (stream-cons base (iterate procedure (procedure base))))

;; (stream-unfold mapper more? generator base)
(define (stream-unfold mapper more? generator base)
  (check-procedure "stream-unfold" 1 mapper)
  (check-procedure "stream-unfold" 2 more?)
  (check-procedure "stream-unfold" 3 generator)
  (unfold mapper more? generator base))

(define-stream (unfold mapper more? generator base)
  (if (more? base)
      (stream-cons (mapper base) (unfold mapper more? generator (generator base)))
      stream-null))

;; `generator` gives from a seed the next seed, and for each of the streams a list of its next
;; element, #f if there is none yet, or the empty list at its end.
(define (stream-unfolds generator seed)
  (check-procedure "stream-unfolds" 1 generator)
  (let ((steps (steps-of generator seed)))
    (let loop ((index (- (length (stream-car steps)) 1)) (streams '()))
      (if (< index 0)
          (apply values streams)
          (loop (- index 1) (cons (column steps index) streams))))))

(define-stream (steps-of generator seed)
  (call-with-values
   (lambda () (generator seed))
   (lambda (next . results) (stream-cons results (steps-of generator next)))))

(define-stream (column steps index)
  (let ((result (list-ref (stream-car steps) index)))
    (cond ((pair? result) (stream-cons (car result) (column (stream-cdr steps) index)))
          ((not result) (column (stream-cdr steps) index))
          ((null? result) stream-null)
          (else
           (error "stream-unfolds: a result is neither a list nor #f" result)))))

;;; Parts

(define (stream-ref stream index)
  (check-stream "stream-ref" 1 stream)
  (check-count "stream-ref" 2 index)
  (element stream index))

(define (element left index)
  (cond ((stream-null? left) (error "stream-ref: the stream ends before this element"))
        ((= index 0) (stream-car left))
        (else (element (stream-cdr left) (- index 1)))))

(define (stream-take count stream)
  (check-count "stream-take" 1 count)
  (check-stream "stream-take" 2 stream)
  (take count stream))

(define-stream (take count left)
  (if (or (= count 0) (stream-null? left))
      stream-null
      (stream-cons (stream-car left) (take (- count 1) (stream-cdr left)))))

(define (stream-take-while predicate stream)
  (check-procedure "stream-take-while" 1 predicate)
  (check-stream "stream-take-while" 2 stream)
  (take-while predicate stream))

(define-stream (take-while predicate left)
  (if (and (stream-pair? left) (predicate (stream-car left)))
      (stream-cons (stream-car left) (take-while predicate (stream-cdr left)))
      stream-null))

(define (stream-drop count stream)
  (check-count "stream-drop" 1 count)
  (check-stream "stream-drop" 2 stream)
  (drop count stream))

(define-stream (drop count left)
  (if (or (= count 0) (stream-null? left))
      left
      (drop (- count 1) (stream-cdr left))))

(define (stream-drop-while predicate stream)
  (check-procedure "stream-drop-while" 1 predicate)
  (check-stream "stream-drop-while" 2 stream)
  (drop-while predicate stream))

(define-stream (drop-while predicate left)
  (if (and (stream-pair? left) (predicate (stream-car left)))
      (drop-while predicate (stream-cdr left))
      left))

(define (stream-filter predicate stream)
  (check-procedure "stream-filter" 1 predicate)
  (check-stream "stream-filter" 2 stream)
  (keep predicate stream))

(define-stream (keep predicate left)
  (cond ((stream-null? left) stream-null)
        ((predicate (stream-car left))
         (stream-cons (stream-car left) (keep predicate (stream-cdr left))))
        (else (keep predicate (stream-cdr left)))))

;;; Whole streams

(define (stream-length stream)
  (check-stream "stream-length" 1 stream)
  (count-rest stream 0))

(define (count-rest left count)
  (if (stream-null? left) count (count-rest (stream-cdr left) (+ count 1))))

(define (stream-fold procedure base stream)
  (check-procedure "stream-fold" 1 procedure)
  (check-stream "stream-fold" 3 stream)
  (fold procedure base stream))

(define (fold procedure so-far left)
  (if (stream-null? left)
      so-far
      (fold procedure (procedure so-far (stream-car left)) (stream-cdr left))))

(define (stream-for-each procedure . streams)
  (check-procedure "stream-for-each" 1 procedure)
  (check-streams "stream-for-each" 2 streams)
  (for-each-of procedure streams))

(define (for-each-of procedure lefts)
  (cond ((not (any-empty? lefts))
         (apply procedure (map stream-car lefts))
         (for-each-of procedure (map stream-cdr lefts)))))

(define (stream-map procedure . streams)
  (check-procedure "stream-map" 1 procedure)
  (check-streams "stream-map" 2 streams)
  (map-of procedure streams))

(define-stream (map-of procedure lefts)
  (if (any-empty? lefts)
      stream-null
      (stream-cons (apply procedure (map stream-car lefts))
                   (map-of procedure (map stream-cdr lefts)))))

(define (stream-zip . streams)
  (check-streams "stream-zip" 1 streams)
  (map-of list streams))

(define (stream-scan procedure base stream)
  (check-procedure "stream-scan" 1 procedure)
  (check-stream "stream-scan" 3 stream)
  (scan procedure base stream))

(define-stream (scan procedure so-far left)
  (if (stream-null? left)
      (stream so-far)
      (stream-cons so-far
                   (scan procedure (procedure so-far (stream-car left)) (stream-cdr left)))))

(define (stream-reverse stream)
  (check-stream "stream-reverse" 1 stream)
  (turn stream stream-null))

(define-stream (turn left turned)
  (if (stream-null? left)
      turned
      (turn (stream-cdr left) (stream-cons (stream-car left) turned))))

(define (stream-append . streams)
  (cond ((null? streams) stream-null)
        (else
         (check-streams "stream-append" 1 streams)
         (join (car streams) (list->stream (cdr streams))))))

(define (stream-concat streams)
  (check-stream "stream-concat" 1 streams)
  (join stream-null streams))

;; The stream `left`, and after it those in the stream `more`.
(define-stream (join left more)
  (cond ((stream-pair? left)
         (stream-cons (stream-car left) (join (stream-cdr left) more)))
        ((not (stream-null? left))
         (error "stream-concat: an element is not a stream" left))
        ((stream-null? more) stream-null)
        (else (join (stream-car more) (stream-cdr more)))))
