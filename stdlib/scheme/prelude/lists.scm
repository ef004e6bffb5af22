;;; What remains of SRFI 1: shapes of lists, and lists of lists. Procedures whose names end in `!` may
;;; reuse their argument's pairs; here they do not.

(define (not-pair? object) (not (pair? object)))

(define (null-list? list . who)
  (cond ((pair? list) #f)
        ((null? list) #t)
        (else (%not-a-list 'null-list? 1 list))))

(define (circular-list first . rest)
  (let ((list (cons first rest)))
    (set-cdr! (last-pair list) list)
    list))

;; (list= same? list …): whether the lists have the same elements.
(define (list= same? . lists)
  (cond ((not (procedure? same?)) (%wrong-type 'list= 1 "a procedure" same?))
        (else
         (or (null? lists)
             (let next ((first (car lists)) (rest (cdr lists)))
               (or (null? rest)
                   (and (%same-elements? same? first (car rest))
                        (next (car rest) (cdr rest)))))))))

(define (%same-elements? same? a b)
  (let loop ((a a) (b b))
    (cond ((and (pair? a) (pair? b))
           (and (same? (car a) (car b)) (loop (cdr a) (cdr b))))
          (else (and (null? a) (null? b))))))

(define (zip first . rest)
  (%map-n 'zip list (cons first rest)))

(define (unzip1 lists) (map car lists))
(define (unzip2 lists) (values (map car lists) (map cadr lists)))
(define (unzip3 lists) (values (map car lists) (map cadr lists) (map caddr lists)))

(define (unzip4 lists)
  (values (map car lists) (map cadr lists) (map caddr lists) (map cadddr lists)))

(define (unzip5 lists)
  (values (map car lists) (map cadr lists) (map caddr lists) (map cadddr lists) (map fifth lists)))

(define concatenate! concatenate)
(define drop-right! drop-right)
(define split-at! split-at)
