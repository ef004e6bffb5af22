;;; Dicts - hash tables from strings, in the order of insertion - and JSON, which is written with them.

;; (dict key value ...)
(define (dict . entries)
  (let ((made (make-hash-table)))
    (let loop ((rest entries))
      (cond ((null? rest) made)
            ((null? (cdr rest)) (refuse "dict" "a value for each key" (car rest)))
            ((not (key? (car rest))) (refuse "dict" "a text as key" (car rest)))
            (else
             (hash-table-set! made (key-of (car rest)) (cadr rest))
             (loop (cddr rest)))))))

(define (key? value) (or (text? value) (number? value)))

(define (key-of key) (if (number? key) (number->string key) (text-of key)))

;; (put-dict dict key value): changes the dict, and gives it.
(define (dict-put dict key value)
  (checked "put-dict" ((hash-table? dict "a dict") (key? key "a text as key"))
    (hash-table-set! dict (key-of key) value)
    dict))

;; (get-dict dict key [default])
(define (dict-get dict key . default)
  (checked "get-dict" ((hash-table? dict "a dict") (key? key "a text as key"))
    (hash-table-ref/default dict (key-of key) (if (null? default) '() (car default)))))

;; (merge-dict dict ...): a dict with the entries of all; of several with one key the last counts.
(define (dict-merge . dicts)
  (let ((made (make-hash-table)))
    (let loop ((rest dicts))
      (cond ((null? rest) made)
            ((not (hash-table? (car rest))) (refuse "merge-dict" "dicts" (car rest)))
            (else
             (hash-table-walk (car rest) (lambda (key value) (hash-table-set! made key value)))
             (loop (cdr rest)))))))

;; (json value): of a text the value it says, of any other value its text.
(define (json value)
  (as-one-step
   (lambda ()
     (if (text? value)
         (value-of-json (string->json (text-of value)))
         (json->string (part-of-json value '()))))))

(define (value-of-json value)
  (cond ((json-null? value) '())
        ((vector? value) (map value-of-json (vector->list value)))
        ((hash-table? value)
         (let ((made (make-hash-table)))
           (hash-table-walk value
             (lambda (key value) (hash-table-set! made key (value-of-json value))))
           made))
        (else value)))

;; `around` are the dicts that this value is inside of.
(define (part-of-json value around)
  (if (endless? value) (refuse "json" "lists that have an end" value) (json-of value around)))

(define (json-of value around)
  (cond ((text? value) (text-of value))
        ((or (boolean? value) (number? value)) value)
        ((eq? value nothing) 'null)
        ((list? value)
         (list->vector (map (lambda (item) (json-of item around)) value)))
        ((not (hash-table? value)) (refuse "json" "what JSON can say" value))
        ((memq value around) (refuse "json" "a dict that is not inside of itself" value))
        (else
         (let ((made (make-hash-table)) (around (cons value around)))
           (hash-table-walk value
             (lambda (key value) (hash-table-set! made key (part-of-json value around))))
           made))))
