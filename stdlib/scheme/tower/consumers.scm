;;; What consumes generators (SRFI 158). Several are asked from the left, and none after the first
;;; that ends.

;; The next item of each, as a list; #f if one has ended.
(define (next-of-each generators)
  (let loop ((rest generators) (items '()))
    (if (null? rest)
        (reverse items)
        (let ((item ((car rest))))
          (if (eof-object? item)
              #f
              (loop (cdr rest) (cons item items)))))))

;; At most k items, the last first; all, if k is negative.
(define (reversed-items source k)
  (let loop ((k k) (items '()))
    (if (= k 0)
        items
        (let ((item (source)))
          (if (eof-object? item)
              items
              (loop (- k 1) (cons item items)))))))

;; The consumers (generator->sequence generator [k]).
(define (collector who finish)
  (case-lambda
   ((source)
    (%check-procedure who 1 source)
    (finish (reversed-items source -1)))
   ((source k)
    (%check-procedure who 1 source)
    (check-count who 2 k)
    (finish (reversed-items source k)))))

(define generator->reverse-list (collector 'generator->reverse-list (lambda (items) items)))
(define generator->list (collector 'generator->list reverse))
(define generator->vector (collector 'generator->vector reverse-list->vector))
(define generator->string
  (collector 'generator->string
             (lambda (items) (chars->string 'generator->string (reverse items)))))

(define (chars->string who items)
  (for-each (lambda (item)
              (if (not (char? item))
                  (%no-result who "an item is not a character" item)))
            items)
  (list->string items))

;; Fills the vector from an index on, and gives how many items there were room and items for.
(define (generator->vector! vector at source)
  (if (not (vector? vector)) (%wrong-type 'generator->vector! 1 "a vector" vector))
  (check-index 'generator->vector! 2 0 (vector-length vector) at)
  (%check-procedure 'generator->vector! 3 source)
  (let loop ((index at))
    (if (= index (vector-length vector))
        (- index at)
        (let ((item (source)))
          (if (eof-object? item)
              (- index at)
              (begin
                (vector-set! vector index item)
                (loop (+ index 1))))))))

;; (generator-fold f seed generator …): f gets the items, then what it gave before.
(define (generator-fold procedure seed first . rest)
  (%check-procedure 'generator-fold 1 procedure)
  (check-procedures 'generator-fold 3 (cons first rest))
  (fold-items (lambda (items state) (apply procedure (append items (list state))))
                        seed
                        (cons first rest)))

;; The same with a procedure of the list of items and the state.
(define (fold-items procedure seed generators)
  (let loop ((state seed))
    (let ((items (next-of-each generators)))
      (if items
          (loop (procedure items state))
          state))))

(define (generator-map->list procedure first . rest)
  (%check-procedure 'generator-map->list 1 procedure)
  (check-procedures 'generator-map->list 2 (cons first rest))
  (reverse
   (fold-items (lambda (items results) (cons (apply procedure items) results))
                         '()
                         (cons first rest))))

(define (generator-for-each procedure first . rest)
  (%check-procedure 'generator-for-each 1 procedure)
  (check-procedures 'generator-for-each 2 (cons first rest))
  (let ((generators (cons first rest)))
    (let loop ()
      (let ((items (next-of-each generators)))
        (if items
            (begin
              (apply procedure items)
              (loop)))))))

(define (generator-find predicate source)
  (check-procedures 'generator-find 1 (list predicate source))
  (let loop ()
    (let ((item (source)))
      (cond ((eof-object? item) #f)
            ((predicate item) item)
            (else (loop))))))

(define (generator-count predicate source)
  (check-procedures 'generator-count 1 (list predicate source))
  (let loop ((count 0))
    (let ((item (source)))
      (cond ((eof-object? item) count)
            ((predicate item) (loop (+ count 1)))
            (else (loop count))))))

(define (generator-any predicate source)
  (check-procedures 'generator-any 1 (list predicate source))
  (let loop ()
    (let ((item (source)))
      (if (eof-object? item)
          #f
          (or (predicate item) (loop))))))

(define (generator-every predicate source)
  (check-procedures 'generator-every 1 (list predicate source))
  (let loop ((result #t))
    (let ((item (if result (source) (eof-object))))
      (if (eof-object? item)
          result
          (loop (predicate item))))))

;; (generator-unfold generator unfold argument …): what an unfold like SRFI 1's makes of the items.
(define (generator-unfold source unfold . arguments)
  (check-procedures 'generator-unfold 1 (list source unfold))
  (apply unfold
         eof-object?
         (lambda (item) item)
         (lambda (item) (source))
         (source)
         arguments))
