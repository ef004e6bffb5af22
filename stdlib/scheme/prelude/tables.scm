;;; Hash tables with procedures (SRFI 69, SRFI 125, MIT Scheme, R6RS).
;;;
;;; Walks see the entries that are there when they begin, in the order of insertion. Where others'
;;; libraries disagree on whether the table or the procedure comes first, either may.
;;;
;;; A table with an equivalence of the program's own is one of the kind `custom`, whose builtins leave
;;; their arguments to the `%custom-…` procedures here: the key that is stored is found among those of
;;; the same hash, and named to the procedures ending in `/hash`.

;; (make-hash-table [equivalence [hash]]); what else is given are hints.
(define (make-hash-table . options)
  (if (and (pair? options) (procedure? (car options)))
      (%make-table (car options)
                   (if (and (pair? (cdr options)) (procedure? (cadr options))) (cadr options) #f))
      (make-equal-hash-table)))

(define (make-hashtable hash equivalence . size)
  (cond ((not (procedure? hash)) (%wrong-type 'make-hashtable 1 "a procedure" hash))
        ((not (procedure? equivalence)) (%wrong-type 'make-hashtable 2 "a procedure" equivalence))
        (else
         (%make-table equivalence hash))))

(define (%make-table given hash)
  (let ((equivalence (%public given)))
    (cond ((eq? equivalence equal?) (make-equal-hash-table))
          ((eq? equivalence eqv?) (make-eqv-hash-table))
          ((or (eq? equivalence eq?) (eq? equivalence symbol=?) (eq? equivalence boolean=?))
           (make-eq-hash-table))
          ((eq? equivalence string=?) (make-string-hash-table))
          (else (%make-hash-table 'custom given (or hash (%private (%hash-of equivalence))))))))

;; A hash that agrees with an equivalence; for one that is not known, the same for all.
(define (%hash-of equivalence)
  (cond ((eq? equivalence =) (lambda (number) (eqv-hash (inexact number))))
        ((eq? equivalence char=?) eqv-hash)
        ((eq? equivalence string-ci=?) string-ci-hash)
        ((eq? equivalence char-ci=?) (lambda (char) (eqv-hash (char-foldcase char))))
        (else (lambda (key) 0))))

(define make-strong-eqv-hash-table make-eqv-hash-table)
(define make-strong-eq-hash-table make-eq-hash-table)
(define make-key-weak-eqv-hash-table make-eqv-hash-table)
(define make-key-weak-eq-hash-table make-eq-hash-table)

;; (alist->hash-table alist [equivalence [hash]]): the first entry of a key counts.
(define (alist->hash-table alist . options)
  (let ((table (apply make-hash-table options)))
    (for-each (lambda (entry)
                (if (not (pair? entry)) (%not-an-alist 'alist->hash-table 1 alist))
                (if (not (hash-table-contains? table (car entry)))
                    (hash-table-set! table (car entry) (cdr entry))))
              alist)
    table))

;; Keys of a custom table.

(define (%custom-hash table key)
  (let ((hash ((%hash-table-hash table) key)))
    (if (exact-integer? hash)
        hash
        (%no-result 'hash-table "the hash procedure gave what is not an exact integer" hash))))

;; The stored key that is the same as `key`, in a list; #f if there is none.
(define (%custom-find table key hash)
  (let ((same? (%hash-table-equivalence table)))
    (let loop ((keys (%hash-table-bucket table hash)))
      (if (pair? keys)
          (if (same? (car keys) key) keys (loop (cdr keys)))
          #f))))

(define (%custom-ref table key default)
  (let* ((hash (%custom-hash table key)) (found (%custom-find table key hash)))
    (if found (%hash-table-ref/hash table hash (car found) default) default)))

(define (%custom-set! table key value)
  (let* ((hash (%custom-hash table key)) (found (%custom-find table key hash)))
    (%hash-table-set!/hash table hash (if found (car found) key) value)))

(define (%custom-delete! table key)
  (let* ((hash (%custom-hash table key)) (found (%custom-find table key hash)))
    (if found (%hash-table-delete!/hash table hash (car found)))))

(define (%custom-contains? table key)
  (pair? (%custom-find table key (%custom-hash table key))))

;; References and updates.

(define %absent (list 'absent))

;; What the builtin `hash-table-ref` leaves: the key is missing, or a procedure wants its value.
(define (%hash-table-ref-with table key . options)
  (let ((value (hash-table-ref/default table key %absent)))
    (cond ((eq? value %absent)
           (if (and (pair? options) (car options))
               ((car options))
               (%no-result 'hash-table-ref "there is no such key" key)))
          ((and (pair? options) (pair? (cdr options))) ((cadr options) value))
          (else value))))

;; (hash-table-update! table key procedure [fail [succeed]])
(define (hash-table-update! table key procedure . options)
  (cond ((not (procedure? procedure)) (%wrong-type 'hash-table-update! 3 "a procedure" procedure))
        (else
         (%check-options 'hash-table-update! options)
         (hash-table-set! table
                          key
                          (procedure (%ref-to-update table key options))))))

;; `fail`, which may be #f, and `succeed`: the fourth and fifth argument.
(define (%check-options who options)
  (if (pair? options)
      (begin
        (if (car options) (%check-procedure who 4 (car options)))
        (if (pair? (cdr options)) (%check-procedure who 5 (cadr options))))))

(define (%ref-to-update table key options)
  (let ((value (if (hash-table? table)
                   (hash-table-ref/default table key %absent)
                   (%not-a-table 'hash-table-update! 1 table))))
    (cond ((eq? value %absent)
           (if (and (pair? options) (car options))
               ((car options))
               (%no-result 'hash-table-update! "there is no such key" key)))
          ((and (pair? options) (pair? (cdr options))) ((cadr options) value))
          (else value))))

(define (hash-table-update!/default table key procedure default)
  (cond ((not (procedure? procedure)) (%wrong-type 'hash-table-update!/default 3 "a procedure" procedure))
        (else
         (hash-table-set! table key (procedure (hash-table-ref/default table key default))))))

(define (hashtable-update! table key procedure default)
  (cond ((not (procedure? procedure)) (%wrong-type 'hashtable-update! 3 "a procedure" procedure))
        (else
         (hash-table-set! table key (procedure (hash-table-ref/default table key default))))))

;; The value of the key; if it is missing, what the thunk gives, which is kept.
(define (hash-table-intern! table key thunk)
  (cond ((not (procedure? thunk)) (%wrong-type 'hash-table-intern! 3 "a procedure" thunk))
        (else
         (let ((value (hash-table-ref/default table key %absent)))
           (if (eq? value %absent)
               (let ((new (thunk)))
                 (hash-table-set! table key new)
                 new)
               value)))))

(define (hash-table-ref! table key thunk)
  (cond ((not (procedure? thunk)) (%wrong-type 'hash-table-ref! 3 "a procedure" thunk))
        (else
         (hash-table-intern! table key thunk))))

;; Walks.

(define (hash-table-walk table procedure)
  (%walk 'hash-table-walk table procedure))

(define (hash-table-for-each table procedure)
  (%walk 'hash-table-for-each table procedure))

(define (%walk who table procedure)
  (cond ((hash-table? table)
         (%check-procedure who 2 procedure)
         (let loop ((entries (hash-table->alist table)))
           (if (pair? entries)
               (begin
                 (procedure (caar entries) (cdar entries))
                 (loop (cdr entries))))))
        ((hash-table? procedure) (%walk who procedure table))
        (else (%not-a-table who 1 table))))

;; The list of what the procedure gives for each key and value.
(define (hash-table-map table procedure)
  (cond ((hash-table? table)
         (%check-procedure 'hash-table-map 2 procedure)
         (let loop ((entries (hash-table->alist table)) (results '()))
           (if (pair? entries)
               (loop (cdr entries) (cons (procedure (caar entries) (cdar entries)) results))
               (reverse results))))
        ((hash-table? procedure) (hash-table-map procedure table))
        (else (%not-a-table 'hash-table-map 1 table))))

(define (hash-table-map->list table procedure)
  (hash-table-map table procedure))

;; Every value becomes what the procedure gives for its key and itself.
(define (hash-table-map! table procedure)
  (cond ((hash-table? table)
         (%check-procedure 'hash-table-map! 2 procedure)
         (let loop ((entries (hash-table->alist table)))
           (if (pair? entries)
               (begin
                 (hash-table-set! table (caar entries) (procedure (caar entries) (cdar entries)))
                 (loop (cdr entries))))))
        ((hash-table? procedure) (hash-table-map! procedure table))
        (else (%not-a-table 'hash-table-map! 1 table))))

;; (hash-table-fold table f seed): f gets the key, the value and what it gave before.
(define (hash-table-fold table procedure seed)
  (cond ((hash-table? table)
         (%check-procedure 'hash-table-fold 2 procedure)
         (let loop ((entries (hash-table->alist table)) (result seed))
           (if (pair? entries)
               (loop (cdr entries) (procedure (caar entries) (cdar entries) result))
               result)))
        ((hash-table? seed) (hash-table-fold seed table procedure))
        (else (%not-a-table 'hash-table-fold 1 table))))

;; Drops the entries for which the predicate holds.
(define (hash-table-prune! predicate table)
  (cond ((hash-table? table)
         (%check-procedure 'hash-table-prune! 1 predicate)
         (let loop ((entries (hash-table->alist table)))
           (if (pair? entries)
               (begin
                 (if (predicate (caar entries) (cdar entries))
                     (hash-table-delete! table (caar entries)))
                 (loop (cdr entries))))))
        ((hash-table? predicate) (hash-table-prune! table predicate))
        (else (%not-a-table 'hash-table-prune! 2 table))))

;; (hash-table-find procedure table fail): the first true value that the procedure gives.
(define (hash-table-find procedure table fail)
  (cond ((not (procedure? procedure)) (%wrong-type 'hash-table-find 1 "a procedure" procedure))
        ((not (procedure? fail)) (%wrong-type 'hash-table-find 3 "a procedure" fail))
        (else
         (if (hash-table? table)
             (let loop ((entries (hash-table->alist table)))
               (if (pair? entries)
                   (or (procedure (caar entries) (cdar entries)) (loop (cdr entries)))
                   (fail)))
             (%not-a-table 'hash-table-find 2 table)))))

;; Adds to the first table what the second has and it has not.
(define (hash-table-union! table other)
  (%walk 'hash-table-union!
         other
         (lambda (key value)
           (if (not (hash-table-contains? table key))
               (hash-table-set! table key value))))
  table)

;; The same, but what both have becomes what the second has (SRFI 69).
(define (hash-table-merge! table other)
  (%walk 'hash-table-merge! other (lambda (key value) (hash-table-set! table key value)))
  table)

(define (hash-table-equivalence-function table)
  (or (%public (%hash-table-equivalence table))
      (case (%hash-table-kind table)
        ((eq) eq?)
        ((eqv) eqv?)
        ((string) string=?)
        (else equal?))))

(define (hash-table-hash-function table)
  (or (%public (%hash-table-hash table))
      (case (%hash-table-kind table)
        ((eq) eq-hash)
        ((eqv) eqv-hash)
        ((string) string-hash)
        (else equal-hash))))

(define hash-by-identity eq-hash)
(define (hash-table->list table) (hash-table->alist table))

(define (%not-a-table who position found)
  (%wrong-type who position "a hash table" found))
