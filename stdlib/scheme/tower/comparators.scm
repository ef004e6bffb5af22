;;; What a comparator is (SRFI 128): a type test, an equality, and perhaps an order and a hash. The
;;; predicates of one that has none say so when they are called.

(define-record-type comparator
  (new-comparator type? same? less? hash ordered? hashable?)
  comparator?
  (type? type-of)
  (same? sameness-of)
  (less? order-of)
  (hash hash-of)
  (ordered? orders?)
  (hashable? hashes?))

(define (comparator-type-test-predicate comparator)
  (check-comparator 'comparator-type-test-predicate 1 comparator)
  (%public (type-of comparator)))

(define (comparator-equality-predicate comparator) (%public (equality-of comparator)))
(define (comparator-ordering-predicate comparator) (%public (ordering-of comparator)))

(define (comparator-hash-function comparator)
  (check-comparator 'comparator-hash-function 1 comparator)
  (%public (hash-of comparator)))

;; The same for the library, which calls what is its own (`%private`) as part of its steps.

(define (equality-of comparator)
  (check-comparator 'comparator-equality-predicate 1 comparator)
  (sameness-of comparator))

(define (ordering-of comparator)
  (check-comparator 'comparator-ordering-predicate 1 comparator)
  (order-of comparator))

(define (comparator-ordered? comparator)
  (check-comparator 'comparator-ordered? 1 comparator)
  (orders? comparator))

(define (comparator-hashable? comparator)
  (check-comparator 'comparator-hashable? 1 comparator)
  (hashes? comparator))

;; (make-comparator type? same? less? hash): #t for `type?` takes everything; #t for `same?` follows
;; from the order; #f for the last two is none.
(define (make-comparator type? same? less? hash)
  (check-part 1 type? #t "a procedure or #t")
  (check-part 2 same? #t "a procedure or #t")
  (check-part 3 less? #f "a procedure or #f")
  (check-part 4 hash #f "a procedure or #f")
  (if (and (eq? same? #t) (not less?))
      (%wrong-type 'make-comparator 2 "a procedure, there being no order" same?))
  (new-comparator (if (eq? type? #t) (%private anything?) type?)
                  (if (eq? same? #t) (%private (sameness less?)) same?)
                  (or less? (%private no-order))
                  (or hash (%private no-hash))
                  (if less? #t #f)
                  (if hash #t #f)))

(define (check-part position found constant expected)
  (if (not (or (procedure? found) (eq? found constant)))
      (%wrong-type 'make-comparator position expected found)))

(define (anything? object) #t)

(define (sameness less?)
  (lambda (left right)
    (not (or (less? left right) (less? right left)))))

(define (no-order left right)
  (%no-result 'comparator-ordering-predicate "this comparator has no order" left))

(define (no-hash object)
  (%no-result 'comparator-hash-function "this comparator has no hash function" object))

(define (check-comparator who position found)
  (if (not (comparator? found))
      (%wrong-type who position "a comparator" found)))

;; Argument 1 is a comparator with an order.
(define (check-ordered who found)
  (if (not (and (comparator? found) (orders? found)))
      (%wrong-type who 1 "a comparator with an order" found)))

(define (comparator-test-type comparator object)
  (check-comparator 'comparator-test-type 1 comparator)
  ((type-of comparator) object))

(define (comparator-check-type comparator object)
  (check-comparator 'comparator-check-type 1 comparator)
  (if ((type-of comparator) object)
      #t
      (%wrong-type 'comparator-check-type 2 "what the comparator compares" object)))

(define (comparator-hash comparator object)
  (if (not (and (comparator? comparator) (hashes? comparator)))
      (%wrong-type 'comparator-hash 1 "a comparator with a hash function" comparator))
  ((hash-of comparator) object))

;; (hash-bound): what every hash is below. (hash-salt): where hashes of several parts start.
(define-syntax hash-bound
  (syntax-rules ()
    ((_) 1152921504606846976)))

(define-syntax hash-salt
  (syntax-rules ()
    ((_) 16127)))

;; The hash of what has been hashed so far and of one part more; below the bound.
(define (hash-together hash part)
  (+ (* 31 (modulo hash 18014398509481984)) (modulo part 18014398509481984)))
