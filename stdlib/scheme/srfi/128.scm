;;; Comparators (SRFI 128).
;;;
;;; What all comparators have in common is in `tower/comparators`.

;; Comparators made of others.

;; A list of procedures that are called as the library's own: it passes them on by name.
(define (own . procedures) procedures)

(define (make-pair-comparator car-comparator cdr-comparator)
  (check-comparator 'make-pair-comparator 1 car-comparator)
  (check-comparator 'make-pair-comparator 2 cdr-comparator)
  (derived-comparator
   (list car-comparator cdr-comparator)
   (list
    (lambda (object)
      (and (pair? object)
           (comparator-test-type car-comparator (car object))
           (comparator-test-type cdr-comparator (cdr object))))
    (lambda (left right)
      (and ((equality-of car-comparator) (car left) (car right))
           ((equality-of cdr-comparator) (cdr left) (cdr right))))
    (lambda (left right)
      (if ((equality-of car-comparator) (car left) (car right))
          ((ordering-of cdr-comparator) (cdr left) (cdr right))
          ((ordering-of car-comparator) (car left) (car right))))
    (lambda (object)
      (hash-together (comparator-hash car-comparator (car object))
                     (comparator-hash cdr-comparator (cdr object)))))))

;; (make-list-comparator element [type? empty? head tail]): what ends sooner comes first.
(define (make-list-comparator element . selectors)
  (check-comparator 'make-list-comparator 1 element)
  (apply list-comparator
         element
         (checked-selectors 'make-list-comparator
                            selectors
                            (own list? null? car cdr))))

(define (list-comparator element type? empty? head tail)
  (derived-comparator
   (list element)
   (list
    (lambda (object)
      (and (type? object)
           (let loop ((rest object))
             (or (empty? rest)
                 (and (comparator-test-type element (head rest))
                      (loop (tail rest)))))))
    (lambda (left right)
      (let loop ((left left) (right right))
        (cond ((empty? left) (empty? right))
              ((empty? right) #f)
              (((equality-of element) (head left) (head right))
               (loop (tail left) (tail right)))
              (else #f))))
    (lambda (left right)
      (let loop ((left left) (right right))
        (cond ((empty? right) #f)
              ((empty? left) #t)
              (((equality-of element) (head left) (head right))
               (loop (tail left) (tail right)))
              (else ((ordering-of element) (head left) (head right))))))
    (lambda (object)
      (let loop ((rest object) (hash (hash-salt)))
        (if (empty? rest)
            hash
            (loop (tail rest) (hash-together hash (comparator-hash element (head rest))))))))))

;; (make-vector-comparator element [type? length ref]): what is shorter comes first.
(define (make-vector-comparator element . selectors)
  (check-comparator 'make-vector-comparator 1 element)
  (apply vector-comparator
         element
         (checked-selectors 'make-vector-comparator
                            selectors
                            (own vector? vector-length vector-ref))))

(define (vector-comparator element type? length ref)
  (derived-comparator
   (list element)
   (list
    (lambda (object)
      (and (type? object)
           (let ((end (length object)))
             (let loop ((index 0))
               (or (= index end)
                   (and (comparator-test-type element (ref object index))
                        (loop (+ index 1))))))))
    (lambda (left right)
      (and (= (length left) (length right))
           (= (first-difference element length ref left right) (length left))))
    (lambda (left right)
      (if (= (length left) (length right))
          (let ((index (first-difference element length ref left right)))
            (and (< index (length left))
                 ((ordering-of element) (ref left index) (ref right index))))
          (< (length left) (length right))))
    (lambda (object)
      (let ((end (length object)))
        (let loop ((index 0) (hash (hash-salt)))
          (if (= index end)
              hash
              (loop (+ index 1)
                    (hash-together hash (comparator-hash element (ref object index)))))))))))

;; The first index at which two of the same length differ, or that length.
(define (first-difference element length ref left right)
  (let ((end (length left)))
    (let loop ((index 0))
      (if (and (< index end)
               ((equality-of element) (ref left index) (ref right index)))
          (loop (+ index 1))
          index))))

;; The selectors from argument 2 on; none may be given, or all.
(define (checked-selectors who selectors defaults)
  (cond ((null? selectors) defaults)
        ((= (length selectors) (length defaults))
         (let loop ((rest selectors) (position 2))
           (if (pair? rest)
               (begin
                 (%check-procedure who position (car rest))
                 (loop (cdr rest) (+ position 1)))))
         selectors)
        (else (%no-result who "some of the selectors are missing, or too many" selectors))))

;; One of a type test, an equality, an order and a hash, which orders and hashes if these do.
(define (derived-comparator comparators parts)
  (let ((parts (map %private parts)))
    (make-comparator (car parts)
                     (cadr parts)
                     (and (all comparator-ordered? comparators) (car (cddr parts)))
                     (and (all comparator-hashable? comparators) (cadr (cddr parts))))))

(define (all predicate list)
  (or (null? list)
      (and (predicate (car list)) (all predicate (cdr list)))))

;; Comparators of every object, without an order.

(define (make-eq-comparator) (make-comparator #t eq? #f eq-hash))
(define (make-eqv-comparator) (make-comparator #t eqv? #f eqv-hash))
(define (make-equal-comparator) (make-comparator #t equal? #f equal-hash))

;; The default comparator: `default-order` says all.

(define (default=? left right) (eqv? (default-order left right) 0))
(define (default<? left right) (eqv? (default-order left right) -1))

(define (hash-by-default object) (default-hash object))

(define default-comparator (make-comparator #t default=? default<? hash-by-default))

(define (make-default-comparator) default-comparator)

;; The comparators that programs have registered, the last first.
(define registered '())

;; From then on the default comparator compares by this one what satisfies its type test.
(define (comparator-register-default! comparator)
  (check-comparator 'comparator-register-default! 1 comparator)
  (set! registered (cons comparator registered)))

;; The place of an object's kind in the order of all, and its registered comparator.
(define (kind object)
  (cond ((null? object) 0)
        ((pair? object) 1)
        ((boolean? object) 2)
        ((char? object) 3)
        ((string? object) 4)
        ((symbol? object) 5)
        ((number? object) 6)
        ((vector? object) 7)
        ((bytevector? object) 8)
        (else (registered-kind object registered (+ 8 (length registered))))))

;; What was registered first comes before what was registered later, and then what was not.
(define (registered-kind object comparators place)
  (cond ((null? comparators) (+ 9 (length registered)))
        ((comparator-test-type (car comparators) object) place)
        (else (registered-kind object (cdr comparators) (- place 1)))))

;; -1, 0 or 1 as an object is before another, the same, or behind it; #f if it is none of these.
;; Pairs nested in the cdr and vectors need no stack. Cost: linear in what is the same. Circular data
;; have no order.
(define (default-order left right) (order-within left right 0))

;; Steps along a list or into lists after which an object is looked at that may have no end.
(define many 4096)

(define (check-end steps object)
  (if (and (= steps many) (%circular? object))
      (%no-result 'default-comparator "circular data have neither order nor hash" object)))

(define (order-within left right depth)
  (check-end depth left)
  (let loop ((left left) (right right) (steps 0))
    (check-end steps left)
    (if (and (pair? left) (pair? right))
        (let ((order (order-within (car left) (car right) (+ depth 1))))
          (if (eqv? order 0)
              (loop (cdr left) (cdr right) (+ steps 1))
              order))
        (let ((left-kind (kind left)) (right-kind (kind right)))
          (cond ((< left-kind right-kind) -1)
                ((> left-kind right-kind) 1)
                (else (order-of-kind left-kind left right (+ depth 1))))))))

(define (order-of-kind kind left right depth)
  (case kind
    ((0) 0)
    ((2) (if (eq? left right) 0 (if right -1 1)))
    ((3) (order-by char=? char<? left right))
    ((4) (order-by string=? string<? left right))
    ((5) (if (eq? left right)
             0
             (order-by string=? string<? (symbol->string left) (symbol->string right))))
    ((6) (order-of-numbers left right))
    ((7) (order-of-elements vector-length vector-ref left right depth))
    ((8) (order-of-elements bytevector-length bytevector-u8-ref left right depth))
    (else (order-of-registered (- kind 9) left right))))

(define (order-by same? less? left right)
  (cond ((same? left right) 0)
        ((less? left right) -1)
        ((less? right left) 1)
        (else #f)))

;; By their real parts, then by their imaginary parts.
(define (order-of-numbers left right)
  (if (and (real? left) (real? right))
      (order-by = < left right)
      (let ((order (order-by = < (real-part left) (real-part right))))
        (if (eqv? order 0)
            (order-by = < (imag-part left) (imag-part right))
            order))))

(define (order-of-elements length ref left right depth)
  (let ((end (length left)))
    (cond ((< end (length right)) -1)
          ((> end (length right)) 1)
          (else
           (let loop ((index 0))
             (if (= index end)
                 0
                 (let ((order (order-within (ref left index) (ref right index) depth)))
                   (if (eqv? order 0) (loop (+ index 1)) order))))))))

;; `place` counts what was registered before; what nobody registered is the same or has no order.
(define (order-of-registered place left right)
  (let ((later (- (length registered) place 1)))
    (if (< later 0)
        (if (equal? left right) 0 #f)
        (let ((comparator (list-ref registered later)))
          (cond (((equality-of comparator) left right) 0)
                ((not (comparator-ordered? comparator)) #f)
                (((ordering-of comparator) left right) -1)
                (((ordering-of comparator) right left) 1)
                (else #f))))))

;; Hashes.

(define (boolean-hash object)
  (if (not (boolean? object)) (%wrong-type 'boolean-hash 1 "a boolean" object))
  (eqv-hash object))

(define (char-hash char)
  (if (not (char? char)) (%wrong-type 'char-hash 1 "a character" char))
  (eqv-hash char))

(define (char-ci-hash char)
  (if (not (char? char)) (%wrong-type 'char-ci-hash 1 "a character" char))
  (eqv-hash (char-foldcase char)))

;; Numbers that are `=` have one hash, exact or not.
(define (number-hash number)
  (if (not (number? number)) (%wrong-type 'number-hash 1 "a number" number))
  (if (= (imag-part number) 0)
      (eqv-hash (+ 0. (inexact (real-part number))))
      (hash-together (number-hash (real-part number)) (number-hash (imag-part number)))))

;; Agrees with the default comparator. Cost: linear.
(define (default-hash object) (hash-within object 0))

(define (hash-within object depth)
  (check-end depth object)
  (let loop ((rest object) (hash (hash-salt)) (steps 0))
    (check-end steps rest)
    (if (pair? rest)
        (loop (cdr rest) (hash-together hash (hash-within (car rest) (+ depth 1))) (+ steps 1))
        (hash-together hash (hash-of-atom rest (+ depth 1))))))

(define (hash-of-atom object depth)
  (cond ((number? object) (number-hash object))
        ((vector? object)
         (let ((end (vector-length object)))
           (let loop ((index 0) (hash end))
             (if (= index end)
                 hash
                 (loop (+ index 1)
                       (hash-together hash (hash-within (vector-ref object index) depth)))))))
        ((or (null? object) (boolean? object) (char? object) (string? object)
             (symbol? object) (bytevector? object))
         (equal-hash object))
        (else (hash-of-registered object registered))))

(define (hash-of-registered object comparators)
  (cond ((null? comparators) (equal-hash object))
        ((comparator-test-type (car comparators) object)
         (if (comparator-hashable? (car comparators))
             (comparator-hash (car comparators) object)
             0))
        (else (hash-of-registered object (cdr comparators)))))

;; Comparisons: of each object with the next.

(define (=? comparator first second . rest)
  (check-comparator '=? 1 comparator)
  (chain (equality-of comparator) first second rest))

(define (<? comparator first second . rest)
  (check-ordered '<? comparator)
  (chain (ordering-of comparator) first second rest))

(define (>? comparator first second . rest)
  (check-ordered '>? comparator)
  (let ((less? (ordering-of comparator)))
    (chain (lambda (left right) (less? right left)) first second rest)))

(define (<=? comparator first second . rest)
  (check-ordered '<=? comparator)
  (let ((less? (ordering-of comparator)))
    (chain (lambda (left right) (not (less? right left))) first second rest)))

(define (>=? comparator first second . rest)
  (check-ordered '>=? comparator)
  (let ((less? (ordering-of comparator)))
    (chain (lambda (left right) (not (less? left right))) first second rest)))

(define (chain holds? first second rest)
  (and (holds? first second)
       (or (null? rest)
           (chain holds? second (car rest) (cdr rest)))))

;; (comparator-if<=> [comparator] left right less equal greater)
(define-syntax comparator-if<=>
  (syntax-rules ()
    ((_ left right less equal greater)
     (comparator-if<=> default-comparator left right less equal greater))
    ((_ comparator left right less equal greater)
     (three-ways comparator
                 left
                 right
                 (lambda () less)
                 (lambda () equal)
                 (lambda () greater)))))

(define (three-ways comparator left right less equal greater)
  (check-ordered 'comparator-if<=> comparator)
  (cond (((equality-of comparator) left right) (equal))
        (((ordering-of comparator) left right) (less))
        (else (greater))))
