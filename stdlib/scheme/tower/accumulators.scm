;;; Accumulators (SRFI 158): one takes an item after the other, and gives its result for an
;;; end-of-file object.

;; (make-accumulator f seed finish): f gets an item and what it gave before.
(define (make-accumulator procedure seed finish)
  (%check-procedure 'make-accumulator 1 procedure)
  (%check-procedure 'make-accumulator 3 finish)
  (accumulator procedure seed finish))

(define (accumulator procedure seed finish)
  (lambda (item)
    (if (eof-object? item)
        (finish seed)
        (set! seed (procedure item seed)))))

(define (itself state) state)

(define (count-accumulator) (accumulator (lambda (item count) (+ count 1)) 0 itself))
(define (list-accumulator) (accumulator cons '() reverse))
(define (reverse-list-accumulator) (accumulator cons '() itself))
(define (vector-accumulator) (accumulator cons '() reverse-list->vector))
(define (reverse-vector-accumulator) (accumulator cons '() list->vector))
(define (sum-accumulator) (checked-accumulator 'sum-accumulator number? "a number" + 0 itself))

(define (product-accumulator)
  (checked-accumulator 'product-accumulator number? "a number" * 1 itself))

;; One that takes only items of one kind.
(define (checked-accumulator who is? expected procedure seed finish)
  (accumulator (lambda (item state)
                 (if (not (is? item)) (%wrong-type who 1 expected item))
                 (procedure item state))
               seed
               finish))

(define (byte? item) (and (exact-integer? item) (<= 0 item 255)))

(define (string-accumulator)
  (checked-accumulator 'string-accumulator
                       char?
                       "a character"
                       cons
                       '()
                       (lambda (items) (list->string (reverse items)))))

(define (bytevector-accumulator)
  (checked-accumulator 'bytevector-accumulator byte? "a byte" cons '() reversed-bytes))

(define (reversed-bytes items)
  (let ((bytes (make-bytevector (length items))))
    (let loop ((index (length items)) (items items))
      (if (pair? items)
          (begin
            (bytevector-u8-set! bytes (- index 1) (car items))
            (loop (- index 1) (cdr items)))
          bytes))))

;; (vector-accumulator! vector at), (bytevector-accumulator! bytevector at): the items are put
;; into what is given, which is the result.
(define (vector-accumulator! vector at)
  (if (not (vector? vector)) (%wrong-type 'vector-accumulator! 1 "a vector" vector))
  (check-index 'vector-accumulator! 2 0 (vector-length vector) at)
  (filling 'vector-accumulator! vector at (vector-length vector) vector-set!))

(define (bytevector-accumulator! bytes at)
  (if (not (bytevector? bytes))
      (%wrong-type 'bytevector-accumulator! 1 "a bytevector" bytes))
  (check-index 'bytevector-accumulator! 2 0 (bytevector-length bytes) at)
  (filling 'bytevector-accumulator! bytes at (bytevector-length bytes) put-byte!))

(define (put-byte! bytes index item)
  (if (not (byte? item)) (%wrong-type 'bytevector-accumulator! 1 "a byte" item))
  (bytevector-u8-set! bytes index item))

(define (filling who target at length put!)
  (accumulator (lambda (item index)
                 (if (= index length)
                     (%no-result who "there is no room for another item" item))
                 (put! target index item)
                 (+ index 1))
               at
               (lambda (index) target)))
