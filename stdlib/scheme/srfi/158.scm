;;; Generators (SRFI 158).
;;;
;;; A generator is a thunk that gives the next item, or an end-of-file object when there is none
;;; left. What asks several generators asks them from the left, and none after the first that ends.

(define end (eof-object))

;; Constructors.

(define (generator . items)
  (list->generator items))

(define (circular-generator first . rest)
  (let* ((all (cons first rest)) (items all))
    (lambda ()
      (let ((item (car items)))
        (set! items (if (null? (cdr items)) all (cdr items)))
        item))))

(define make-iota-generator
  (case-lambda
   ((count) (make-iota-generator count 0 1))
   ((count start) (make-iota-generator count start 1))
   ((count start step)
    (check-count 'make-iota-generator 1 count)
    (check-number 'make-iota-generator 2 start)
    (check-number 'make-iota-generator 3 step)
    (lambda ()
      (if (= count 0)
          end
          (let ((item start))
            (set! count (- count 1))
            (set! start (+ start step))
            item))))))

;; (make-range-generator start [end [step]]): the numbers before `end`, without end if it is not
;; given; a negative step goes down to it.
(define make-range-generator
  (case-lambda
   ((start)
    (check-number 'make-range-generator 1 start)
    (lambda ()
      (let ((item start))
        (set! start (+ start 1))
        item)))
   ((start limit) (make-range-generator start limit 1))
   ((start limit step)
    (check-real 'make-range-generator 1 start)
    (check-real 'make-range-generator 2 limit)
    (check-real 'make-range-generator 3 step)
    (let ((%before? (if (negative? step) > <)))
      (lambda ()
        (if (%before? start limit)
            (let ((item start))
              (set! start (+ start step))
              item)
            end))))))

;; The items that the procedure yields: it is called with a procedure `yield`, at the first call of
;; the generator, and goes on at each further one.
(define (make-coroutine-generator procedure)
  (%check-procedure 'make-coroutine-generator 1 procedure)
  (let ((%return #f) (%resume #f))
    (define (yield item)
      (call/cc (lambda (here)
                 (set! %resume here)
                 (%return item))))
    (define (start ignored)
      (procedure yield)
      (set! %resume (lambda (ignored) (%return end)))
      (%return end))
    (set! %resume start)
    (lambda ()
      (call/cc (lambda (caller)
                 (set! %return caller)
                 (%resume #f))))))

(define (list->generator items)
  (if (not (or (pair? items) (null? items)))
      (%wrong-type 'list->generator 1 "a list" items))
  (lambda ()
    (if (pair? items)
        (let ((item (car items)))
          (set! items (cdr items))
          item)
        end)))

;; The generators of what is indexed: (sequence->generator sequence [start [end]]).
(define (indexed who is? expected length ref)
  (case-lambda
   ((sequence) (items-up who is? expected length ref sequence 0 #f))
   ((sequence start) (items-up who is? expected length ref sequence start #f))
   ((sequence start limit) (items-up who is? expected length ref sequence start limit))))

(define (items-up who is? expected length ref sequence start limit)
  (let ((limit (checked-limit who is? expected length sequence start limit)) (index start))
    (lambda ()
      (if (< index limit)
          (let ((item (ref sequence index)))
            (set! index (+ index 1))
            item)
          end))))

;; Where a range of a sequence ends; #f stands for where the sequence does.
(define (checked-limit who is? expected length sequence start limit)
  (if (not (is? sequence)) (%wrong-type who 1 expected sequence))
  (check-index who 2 0 (length sequence) start)
  (if limit (check-index who 3 start (length sequence) limit))
  (or limit (length sequence)))

(define vector->generator
  (indexed 'vector->generator vector? "a vector" vector-length vector-ref))
(define string->generator
  (indexed 'string->generator string? "a string" string-length string-ref))
(define bytevector->generator
  (indexed 'bytevector->generator
           bytevector?
           "a bytevector"
           bytevector-length
           bytevector-u8-ref))

(define reverse-vector->generator
  (case-lambda
   ((vector) (items-down vector 0 #f))
   ((vector start) (items-down vector start #f))
   ((vector start limit) (items-down vector start limit))))

(define (items-down vector start limit)
  (let ((index (checked-limit 'reverse-vector->generator
                              vector? "a vector" vector-length vector start limit)))
    (lambda ()
      (if (> index start)
          (begin
            (set! index (- index 1))
            (vector-ref vector index))
          end))))

;; From a procedure like `for-each`, the procedure that makes generators of its collections.
(define (make-for-each-generator walk)
  (%check-procedure 'make-for-each-generator 1 walk)
  (lambda (collection)
    (make-coroutine-generator (lambda (yield) (walk yield collection)))))

(define (make-unfold-generator stop? mapper successor seed)
  (check-procedures 'make-unfold-generator 1 (list stop? mapper successor))
  (lambda ()
    (if (stop? seed)
        end
        (let ((item (mapper seed)))
          (set! seed (successor seed))
          item))))

;; Several generators at once.

;; (gcons* item … generator)
(define (gcons* first . rest)
  (let ((arguments (reverse (cons first rest))))
    (%check-procedure 'gcons* (length arguments) (car arguments))
    (let ((items (reverse (cdr arguments))) (source (car arguments)))
      (lambda ()
        (if (pair? items)
            (let ((item (car items)))
              (set! items (cdr items))
              item)
            (source))))))

(define (gappend . generators)
  (check-procedures 'gappend 1 generators)
  (flattened 'gappend (list->generator generators)))

(define (gflatten generators)
  (%check-procedure 'gflatten 1 generators)
  (flattened 'gflatten generators))

(define (flattened who generators)
  (let ((current (%private (lambda () end))))
    (lambda ()
      (let loop ()
        (let ((item (current)))
          (if (eof-object? item)
              (let ((next (generators)))
                (cond ((eof-object? next) (set! current (%private (lambda () end))) end)
                      ((procedure? next) (set! current next) (loop))
                      (else (%no-result who "an item is not a generator" next))))
              item))))))

;; (ggroup generator k [padding]): lists of k items; the last may be shorter, if there is no padding.
(define ggroup
  (case-lambda
   ((source k) (grouped source k (lambda (reversed missing) (reverse reversed))))
   ((source k padding)
    (grouped source
             k
             (lambda (reversed missing)
               (append (reverse reversed) (make-list missing padding)))))))

(define (grouped source k finish)
  (%check-procedure 'ggroup 1 source)
  (if (not (and (exact-integer? k) (> k 0)))
      (%wrong-type 'ggroup 2 "an exact positive integer" k))
  (lambda ()
    (let loop ((missing k) (reversed '()))
      (if (= missing 0)
          (reverse reversed)
          (let ((item (source)))
            (cond ((not (eof-object? item)) (loop (- missing 1) (cons item reversed)))
                  ((null? reversed) end)
                  (else (finish reversed missing))))))))

;; (gmerge less? generator …): of ordered generators, one that is ordered; of items that are
;; equivalent, those further left come first. Cost: log n calls of `less?` an item.
(define (gmerge less? first . rest)
  (let ((generators (cons first rest)))
    (%check-procedure 'gmerge 1 less?)
    (check-procedures 'gmerge 2 generators)
    (merge-vector less? (list->vector generators) 0 (length generators))))

(define (merge-vector less? generators from to)
  (if (= (- to from) 1)
      (vector-ref generators from)
      (let ((middle (quotient (+ from to) 2)))
        (merge-two less?
                   (merge-vector less? generators from middle)
                   (merge-vector less? generators middle to)))))

(define (merge-two less? left-source right-source)
  (let ((started? #f) (left end) (right end))
    (define (take-left)
      (let ((item left)) (set! left (left-source)) item))
    (define (take-right)
      (let ((item right)) (set! right (right-source)) item))
    (lambda ()
      (if (not started?)
          (begin
            (set! left (left-source))
            (set! right (right-source))
            (set! started? #t)))
      (cond ((eof-object? left) (if (eof-object? right) end (take-right)))
            ((eof-object? right) (take-left))
            ((less? right left) (take-right))
            (else (take-left))))))

;; (gmap f generator …)
(define (gmap procedure first . rest)
  (%check-procedure 'gmap 1 procedure)
  (check-procedures 'gmap 2 (cons first rest))
  (if (null? rest)
      (lambda ()
        (let ((item (first)))
          (if (eof-object? item) item (procedure item))))
      (let ((generators (cons first rest)))
        (lambda ()
          (let ((items (next-of-each generators)))
            (if items (apply procedure items) end))))))

;; (gcombine f seed generator …): f gets the items and the seed, and gives an item and the next seed.
(define (gcombine procedure seed first . rest)
  (%check-procedure 'gcombine 1 procedure)
  (check-procedures 'gcombine 3 (cons first rest))
  (let ((generators (cons first rest)))
    (lambda ()
      (let ((items (next-of-each generators)))
        (if items
            (call-with-values
             (lambda () (apply procedure (append items (list seed))))
             (lambda (item next)
               (set! seed next)
               item))
            end)))))

;; Some of the items.

;; The items that `keep?` holds of.
(define (filtered keep? source)
  (lambda ()
    (let loop ((item (source)))
      (if (or (eof-object? item) (keep? item))
          item
          (loop (source))))))

(define (gfilter predicate source)
  (check-procedures 'gfilter 1 (list predicate source))
  (filtered predicate source))

(define (gremove predicate source)
  (check-procedures 'gremove 1 (list predicate source))
  (filtered (lambda (item) (not (predicate item))) source))

;; (gstate-filter f seed generator): f gets an item and the state, and gives whether the item stays,
;; and the next state.
(define (gstate-filter procedure seed source)
  (%check-procedure 'gstate-filter 1 procedure)
  (%check-procedure 'gstate-filter 3 source)
  (filtered (lambda (item)
              (call-with-values
               (lambda () (procedure item seed))
               (lambda (keep? next)
                 (set! seed next)
                 keep?)))
            source))

;; (gtake generator k [padding]): with padding, k items even if the generator has fewer.
(define gtake
  (case-lambda
   ((source k) (gtake source k end))
   ((source k padding)
    (%check-procedure 'gtake 1 source)
    (check-count 'gtake 2 k)
    (lambda ()
      (if (= k 0)
          end
          (let ((item (source)))
            (set! k (- k 1))
            (if (eof-object? item) padding item)))))))

(define (gdrop source k)
  (%check-procedure 'gdrop 1 source)
  (check-count 'gdrop 2 k)
  (lambda ()
    (let loop ()
      (if (= k 0)
          (source)
          (begin
            (set! k (if (eof-object? (source)) 0 (- k 1)))
            (loop))))))

(define (gtake-while predicate source)
  (check-procedures 'gtake-while 1 (list predicate source))
  (let ((ended? #f))
    (lambda ()
      (if ended?
          end
          (let ((item (source)))
            (if (and (not (eof-object? item)) (predicate item))
                item
                (begin
                  (set! ended? #t)
                  end)))))))

(define (gdrop-while predicate source)
  (check-procedures 'gdrop-while 1 (list predicate source))
  (let ((found? #f))
    (filtered (lambda (item)
                (or found?
                    (and (not (predicate item))
                         (begin (set! found? #t) #t))))
              source)))

(define gdelete
  (case-lambda
   ((item source) (gdelete item source equal?))
   ((item source same?)
    (%check-procedure 'gdelete 2 source)
    (%check-procedure 'gdelete 3 same?)
    (filtered (lambda (other) (not (same? item other))) source))))

(define gdelete-neighbor-dups
  (case-lambda
   ((source) (gdelete-neighbor-dups source equal?))
   ((source same?)
    (check-procedures 'gdelete-neighbor-dups 1 (list source same?))
    (let ((previous end))
      (filtered (lambda (item)
                  (if (and (not (eof-object? previous)) (same? previous item))
                      #f
                      (begin (set! previous item) #t)))
                source)))))

;; The items at the indices that the second generator gives, each greater than the one before.
(define (gindex source indices)
  (check-procedures 'gindex 1 (list source indices))
  (let ((position 0))
    (define (item-at index)
      (let ((item (source)))
        (set! position (+ position 1))
        (if (or (eof-object? item) (= (- position 1) index))
            item
            (item-at index))))
    (lambda ()
      (let ((index (indices)))
        (cond ((eof-object? index) end)
              ((and (exact-integer? index) (>= index position)) (item-at index))
              (else (%no-result 'gindex "the indices do not increase" index)))))))

;; The items at whose place the second generator gives a true value.
(define (gselect source truths)
  (check-procedures 'gselect 1 (list source truths))
  (lambda ()
    (let loop ()
      (let* ((item (source)) (truth (if (eof-object? item) item (truths))))
        (cond ((eof-object? truth) end)
              (truth item)
              (else (loop)))))))
