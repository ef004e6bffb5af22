;;; Lists as sets (SRFI 1): no element twice, by an equivalence that the caller gives. Cost: the
;;; product of the lengths.

(define (lset-adjoin same? list . elements)
  (cond ((not (procedure? same?)) (%wrong-type 'lset-adjoin 1 "a procedure" same?))
        (else
         (fold (lambda (element result)
                 (if (%member-by element result same?) result (cons element result)))
               list
               elements))))

(define (lset-union same? . lists)
  (cond ((not (procedure? same?)) (%wrong-type 'lset-union 1 "a procedure" same?))
        (else
         (reduce (lambda (list result)
                   (cond ((null? list) result)
                         ((null? result) list)
                         ((eq? list result) result)
                         (else (apply lset-adjoin same? result list))))
                 '()
                 lists))))

(define (lset-intersection same? list . others)
  (cond ((not (procedure? same?)) (%wrong-type 'lset-intersection 1 "a procedure" same?))
        (else
         (filter (lambda (element)
                   (every (lambda (other) (%member-by element other same?)) others))
                 list))))

(define (lset-difference same? list . others)
  (cond ((not (procedure? same?)) (%wrong-type 'lset-difference 1 "a procedure" same?))
        (else
         (filter (lambda (element)
                   (every (lambda (other) (not (%member-by element other same?))) others))
                 list))))

(define (lset-xor same? . lists)
  (cond ((not (procedure? same?)) (%wrong-type 'lset-xor 1 "a procedure" same?))
        (else
         (reduce (lambda (b a)
                   (append (lset-difference same? b a) (lset-difference same? a b)))
                 '()
                 lists))))

(define (lset<= same? . lists)
  (cond ((not (procedure? same?)) (%wrong-type 'lset<= 1 "a procedure" same?))
        (else
         (or (null? lists)
             (let loop ((first (car lists)) (rest (cdr lists)))
               (or (null? rest)
                   (and (every (lambda (element) (%member-by element (car rest) same?)) first)
                        (loop (car rest) (cdr rest)))))))))

(define (lset= same? . lists)
  (cond ((not (procedure? same?)) (%wrong-type 'lset= 1 "a procedure" same?))
        (else
         (and (apply lset<= same? lists)
              (apply lset<= same? (reverse lists))))))

;; Two values: what `lset-difference` and `lset-intersection` would keep of the first list.
(define (lset-diff+intersection same? list . others)
  (cond ((not (procedure? same?)) (%wrong-type 'lset-diff+intersection 1 "a procedure" same?))
        (else
         (partition (lambda (element)
                      (every (lambda (other) (not (%member-by element other same?))) others))
                    list))))

(define lset-union! lset-union)
(define lset-intersection! lset-intersection)
(define lset-difference! lset-difference)
(define lset-xor! lset-xor)
(define lset-diff+intersection! lset-diff+intersection)
