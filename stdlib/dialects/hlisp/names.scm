;;; Values: what is the same, what is true, what is in a list.

(define nil '())
(define true #t)
(define false #f)

;; (eq? a b): by content, numbers by value, texts by spelling.
(define (same? a b)
  (or (eq? a b)
      (cond ((text? a) (and (text? b) (string=? (text-of a) (text-of b))))
            ((number? a) (and (number? b) (= a b)))
            ((pair? a) (and (pair? b) (same-lists? a b)))
            ((hash-table? a) (and (hash-table? b) (same-dicts? a b)))
            ((empty? a) (empty? b))
            (else (equal? a b)))))

;; Whether what two pairs are made of is the same. Of those without end `equal?` is asked.
(define (same-lists? a b)
  (let compare ((left most-counted) (as (list a)) (bs (list b)))
    (cond ((null? as) #t)
          ((not (and (pair? (car as)) (pair? (car bs))))
           (and (same? (car as) (car bs)) (compare left (cdr as) (cdr bs))))
          ((eq? (car as) (car bs)) (compare left (cdr as) (cdr bs)))
          ((and (= left 0) (or (goes-round? a) (goes-round? b))) (equal? a b))
          (else
           (compare (- left 1)
                    (cons (caar as) (cons (cdar as) (cdr as)))
                    (cons (caar bs) (cons (cdar bs) (cdr bs))))))))

(define (empty? value) (or (null? value) (eq? value nothing)))

;; The dicts that are being compared, in turn: what is inside of them again is the same if all else is.
(define compared (make-parameter '()))

(define (same-dicts? a b)
  (or (are-compared? a b (compared))
      (and (= (hash-table-size a) (hash-table-size b))
           (parameterize ((compared (cons a (cons b (compared)))))
             (every-key? (hash-table-keys a)
                         (lambda (key)
                           (and (hash-table-exists? b key)
                                (same? (hash-table-ref a key) (hash-table-ref b key)))))))))

(define (are-compared? a b dicts)
  (and (pair? dicts)
       (or (and (eq? a (car dicts)) (eq? b (cadr dicts)))
           (are-compared? a b (cddr dicts)))))

(define (every-key? keys holds?)
  (or (null? keys) (and (holds? (car keys)) (every-key? (cdr keys) holds?))))

(define (negate value)
  (or (not value) (null? value) (eq? value nothing)))

(define (is-list value) (list? value))

;; (type value)
(define (type value)
  (cond ((number? value) "number")
        ((string? value) "string")
        ((symbol? value) "symbol")
        ((boolean? value) "boolean")
        ((or (pair? value) (empty? value)) "list")
        ((hash-table? value) "dict")
        ((procedure? value) "function")
        ((task? value) "task")
        ((store? value) "store")
        ((environment? value) "environment")
        ((error-object? value) "error")
        (else "other")))

;; (/ number divisor …): exact where it comes out even, else a decimal.
(define (/ first . divisors)
  (if (null? divisors)
      (divide 1 first)
      (let loop ((value first) (divisors divisors))
        (if (null? divisors)
            value
            (loop (divide value (car divisors)) (cdr divisors))))))

(define (divide a b)
  (checked "/" ((number? a "numbers") (number? b "numbers"))
    (if (zero? b)
        (error "Division by zero")
        (let ((quotient (scheme:/ a b)))
          (if (or (inexact? quotient) (integer? quotient)) quotient (inexact quotient))))))

;; (length value): of a list, a text or a dict.
(define (length value)
  (cond ((text? value) (string-length (text-of value)))
        ((hash-table? value) (hash-table-size value))
        ((list? value) (scheme:length value))
        (else (refuse "length" "a list" value))))

;; (flat-length list): how many values are in a list and in the lists in it.
(define (flat-length value)
  (if (endless? value)
      (refuse "flat-length" "a list that has an end" value)
      (let count ((value value) (found 0))
        (cond ((pair? value) (count (cdr value) (count (car value) found)))
              ((null? value) found)
              (else (+ found 1))))))

;; (nth index list), or the other way round: nil where there is nothing.
(define (nth index items)
  (if (number? items)
      (element items index)
      (element index items)))

(define (element index items)
  (cond ((not (index? index)) (refuse "nth" "a whole number" index))
        ((text? items)
         (let ((text (text-of items)))
           (if (< -1 index (string-length text)) (string (string-ref text index)) '())))
        ((not (list? items)) (refuse "nth" "a list" items))
        ((< -1 index (scheme:length items)) (list-ref items index))
        (else '())))

;; (slice items start [end]): of a list or a text; what is negative counts from the end.
(define (slice items start . end)
  (if (text? items)
      (apply part-of-text "slice" items start end)
      (checked "slice" ((list? items "a list") (index? start "a whole number")
                        (indices? end "a whole number"))
        (let* ((size (scheme:length items))
               (from (place-in start size))
               (to (if (null? end) size (place-in (car end) size))))
          (if (< from to) (list-head (list-tail items from) (- to from)) '())))))

;; (assoc key pairs): the first of the lists that begins with the key, or nil.
(define (assoc key pairs)
  (checked "assoc" ((list? pairs "a list"))
    (let loop ((rest pairs))
      (cond ((null? rest) '())
            ((and (pair? (car rest)) (same? key (caar rest))) (car rest))
            (else (loop (cdr rest)))))))

;; (throw value …): an error that says them.
(define (throw . values)
  (error (if (null? values) "Thrown" (string-join (map shown values) " "))))

(define (no-match value)
  (error (string-append "No pattern matches: " (written value))))
