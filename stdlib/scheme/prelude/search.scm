;;; Looking for elements, keeping and dropping them (SRFI 1, R6RS). What may end before its list does
;;; (`find`, `any`, `take-while`, …) goes round a circular list for as long as the predicate has it.

;; `member`, `assoc` and `delete` with an equivalence of the program's; without, they are builtins.
;; A pair that is seen again, as of Brent: `seen` is moved on after twice as many steps each time.

(define (%member-by object list same?)
  (cond ((not (procedure? same?)) (%wrong-type 'member 3 "a procedure" same?))
        (else
         (let loop ((rest list) (seen '()) (steps 8) (until 8))
           (cond ((pair? rest)
                  (cond ((same? object (car rest)) rest)
                        ((eq? rest seen) (%circular 'member 2))
                        ((= steps 0) (loop (cdr rest) rest (* 2 until) (* 2 until)))
                        (else (loop (cdr rest) seen (- steps 1) until))))
                 ((null? rest) #f)
                 (else (%not-a-list 'member 2 list)))))))

(define (%assoc-by object alist same?)
  (cond ((not (procedure? same?)) (%wrong-type 'assoc 3 "a procedure" same?))
        (else
         (let loop ((rest alist) (seen '()) (steps 8) (until 8))
           (cond ((pair? rest)
                  (cond ((not (pair? (car rest))) (%not-an-alist 'assoc 2 alist))
                        ((same? object (caar rest)) (car rest))
                        ((eq? rest seen) (%circular 'assoc 2))
                        ((= steps 0) (loop (cdr rest) rest (* 2 until) (* 2 until)))
                        (else (loop (cdr rest) seen (- steps 1) until))))
                 ((null? rest) #f)
                 (else (%not-an-alist 'assoc 2 alist)))))))

(define (%delete-by object list same?)
  (cond ((not (procedure? same?)) (%wrong-type 'delete 3 "a procedure" same?))
        (else
         (if (circular-list? list) (%circular 'delete 2))
         (let loop ((rest list) (kept '()))
           (if (pair? rest)
               (loop (cdr rest) (if (same? object (car rest)) kept (cons (car rest) kept)))
               (if (null? rest) (reverse kept) (%not-a-list 'delete 2 list)))))))

(define (%not-an-alist who position found)
  (%wrong-type who position "an association list" found))

(define (find predicate list)
  (cond ((not (procedure? predicate)) (%wrong-type 'find 1 "a procedure" predicate))
        (else
         (let loop ((rest list))
           (if (pair? rest)
               (if (predicate (car rest)) (car rest) (loop (cdr rest)))
               (if (null? rest) #f (%not-a-list 'find 2 list)))))))

(define (find-tail predicate list)
  (cond ((not (procedure? predicate)) (%wrong-type 'find-tail 1 "a procedure" predicate))
        (else
         (let loop ((rest list))
           (if (pair? rest)
               (if (predicate (car rest)) rest (loop (cdr rest)))
               (if (null? rest) #f (%not-a-list 'find-tail 2 list)))))))

(define (any predicate first . rest)
  (cond ((not (procedure? predicate)) (%wrong-type 'any 1 "a procedure" predicate))
        (else
         (if (null? rest)
             (let loop ((list first))
               (if (pair? list)
                   (or (predicate (car list)) (loop (cdr list)))
                   (if (null? list) #f (%not-a-list 'any 2 first))))
             (let loop ((rests (cons first rest)))
               (let ((cars (%cars rests)))
                 (and cars (or (apply predicate cars) (loop (%cdrs rests))))))))))

(define (every predicate first . rest)
  (cond ((not (procedure? predicate)) (%wrong-type 'every 1 "a procedure" predicate))
        (else
         (if (null? rest)
             (let loop ((list first) (last #t))
               (if (pair? list)
                   (let ((result (predicate (car list))))
                     (and result (loop (cdr list) result)))
                   (if (null? list) last (%not-a-list 'every 2 first))))
             (let loop ((rests (cons first rest)) (last #t))
               (let ((cars (%cars rests)))
                 (if cars
                     (let ((result (apply predicate cars)))
                       (and result (loop (%cdrs rests) result)))
                     last)))))))

(define exists any)
(define for-all every)

(define (count predicate first . rest)
  (cond ((not (procedure? predicate)) (%wrong-type 'count 1 "a procedure" predicate))
        (else
         (if (circular-list? first) (%check-finite 'count 2 rest))
         (if (null? rest)
             (let loop ((list first) (total 0))
               (if (pair? list)
                   (loop (cdr list) (if (predicate (car list)) (+ total 1) total))
                   (if (null? list) total (%not-a-list 'count 2 first))))
             (let loop ((rests (cons first rest)) (total 0))
               (let ((cars (%cars rests)))
                 (if cars
                     (loop (%cdrs rests) (if (apply predicate cars) (+ total 1) total))
                     total)))))))

(define (list-index predicate first . rest)
  (cond ((not (procedure? predicate)) (%wrong-type 'list-index 1 "a procedure" predicate))
        (else
         (if (null? rest)
             (let loop ((list first) (index 0))
               (if (pair? list)
                   (if (predicate (car list)) index (loop (cdr list) (+ index 1)))
                   (if (null? list) #f (%not-a-list 'list-index 2 first))))
             (let loop ((rests (cons first rest)) (index 0))
               (let ((cars (%cars rests)))
                 (cond ((not cars) (%end-of-lists 'list-index (cons first rest) rests #f))
                       ((apply predicate cars) index)
                       (else (loop (%cdrs rests) (+ index 1))))))))))

(define (filter predicate list)
  (cond ((not (procedure? predicate)) (%wrong-type 'filter 1 "a procedure" predicate))
        (else
         (if (circular-list? list) (%circular 'filter 2))
         (let loop ((rest list) (kept '()))
           (if (pair? rest)
               (loop (cdr rest) (if (predicate (car rest)) (cons (car rest) kept) kept))
               (if (null? rest) (reverse kept) (%not-a-list 'filter 2 list)))))))

(define (remove predicate list)
  (cond ((not (procedure? predicate)) (%wrong-type 'remove 1 "a procedure" predicate))
        (else
         (if (circular-list? list) (%circular 'remove 2))
         (let loop ((rest list) (kept '()))
           (if (pair? rest)
               (loop (cdr rest) (if (predicate (car rest)) kept (cons (car rest) kept)))
               (if (null? rest) (reverse kept) (%not-a-list 'remove 2 list)))))))

(define (partition predicate list)
  (cond ((not (procedure? predicate)) (%wrong-type 'partition 1 "a procedure" predicate))
        (else
         (if (circular-list? list) (%circular 'partition 2))
         (let loop ((rest list) (in '()) (out '()))
           (if (pair? rest)
               (if (predicate (car rest))
                   (loop (cdr rest) (cons (car rest) in) out)
                   (loop (cdr rest) in (cons (car rest) out)))
               (if (null? rest)
                   (values (reverse in) (reverse out))
                   (%not-a-list 'partition 2 list)))))))

(define filter! filter)
(define remove! remove)
(define partition! partition)

;; (alist-delete key alist [same?])
(define (alist-delete key alist . equal)
  (let ((same? (if (pair? equal) (car equal) (%private equal?))))
    (%check-procedure 'alist-delete 3 same?)
    (if (circular-list? alist) (%circular 'alist-delete 2))
    (let loop ((rest alist) (kept '()))
      (cond ((and (pair? rest) (pair? (car rest)))
             (loop (cdr rest) (if (same? key (caar rest)) kept (cons (car rest) kept))))
            ((null? rest) (reverse kept))
            (else (%not-an-alist 'alist-delete 2 alist))))))

(define alist-delete! alist-delete)
(define (alist-cons key value alist) (cons (cons key value) alist))

;; (delete-duplicates list [same?]): the first of the elements that are the same.
(define (delete-duplicates list . equal)
  (let ((table (%table-for (if (pair? equal) (%public (car equal)) equal?))))
    (cond ((not (list? list)) (%not-a-list 'delete-duplicates 1 list))
          (table (%delete-known-duplicates list table))
          (else (%delete-duplicates-by list (car equal))))))

(define delete-duplicates! delete-duplicates)

(define (%table-for same?)
  (cond ((eq? same? equal?) (make-equal-hash-table))
        ((eq? same? eqv?) (make-eqv-hash-table))
        ((eq? same? eq?) (make-eq-hash-table))
        (else #f)))

(define (%delete-known-duplicates list table)
  (let loop ((rest list) (kept '()))
    (cond ((null? rest) (reverse! kept))
          ((hash-table-contains? table (car rest)) (loop (cdr rest) kept))
          (else
           (hash-table-set! table (car rest) #t)
           (loop (cdr rest) (cons (car rest) kept))))))

(define (%delete-duplicates-by list same?)
  (cond ((not (procedure? same?)) (%wrong-type 'delete-duplicates 2 "a procedure" same?))
        (else
         (let loop ((rest list) (kept '()))
           (cond ((null? rest) (reverse kept))
                 ((any (lambda (earlier) (same? earlier (car rest))) kept) (loop (cdr rest) kept))
                 (else (loop (cdr rest) (cons (car rest) kept))))))))

(define (take-while predicate list)
  (cond ((not (procedure? predicate)) (%wrong-type 'take-while 1 "a procedure" predicate))
        (else
         (let loop ((rest list) (taken '()))
           (cond ((and (pair? rest) (predicate (car rest))) (loop (cdr rest) (cons (car rest) taken)))
                 ((or (pair? rest) (null? rest)) (reverse taken))
                 (else (%not-a-list 'take-while 2 list)))))))

(define (drop-while predicate list)
  (cond ((not (procedure? predicate)) (%wrong-type 'drop-while 1 "a procedure" predicate))
        (else
         (let loop ((rest list))
           (cond ((and (pair? rest) (predicate (car rest))) (loop (cdr rest)))
                 ((or (pair? rest) (null? rest)) rest)
                 (else (%not-a-list 'drop-while 2 list)))))))

(define take-while! take-while)

(define (span predicate list)
  (cond ((not (procedure? predicate)) (%wrong-type 'span 1 "a procedure" predicate))
        (else
         (let loop ((rest list) (taken '()))
           (cond ((and (pair? rest) (predicate (car rest))) (loop (cdr rest) (cons (car rest) taken)))
                 ((or (pair? rest) (null? rest)) (values (reverse taken) rest))
                 (else (%not-a-list 'span 2 list)))))))

(define (break predicate list)
  (cond ((not (procedure? predicate)) (%wrong-type 'break 1 "a procedure" predicate))
        (else
         (let loop ((rest list) (taken '()))
           (cond ((and (pair? rest) (not (predicate (car rest)))) (loop (cdr rest) (cons (car rest) taken)))
                 ((or (pair? rest) (null? rest)) (values (reverse taken) rest))
                 (else (%not-a-list 'break 2 list)))))))

(define span! span)
(define break! break)
