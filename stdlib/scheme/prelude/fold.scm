;;; Folds over lists (SRFI 1, R6RS) and what makes lists of procedures.

;; (fold f seed list …): f gets the elements, then what it gave before.
(define (fold procedure seed first . rest)
  (cond ((not (procedure? procedure)) (%wrong-type 'fold 1 "a procedure" procedure))
        (else
         (if (circular-list? first) (%check-finite 'fold 3 rest))
         (if (null? rest)
             (let loop ((list first) (result seed))
               (if (pair? list)
                   (loop (cdr list) (procedure (car list) result))
                   (if (null? list) result (%not-a-list 'fold 3 first))))
             (let loop ((rests (cons first rest)) (result seed))
               (let ((cars (%cars rests)))
                 (if cars
                     (loop (%cdrs rests) (apply procedure (append cars (list result))))
                     result)))))))

;; (fold-left f seed list …): f gets what it gave before, then the elements.
(define (fold-left procedure seed first . rest)
  (cond ((not (procedure? procedure)) (%wrong-type 'fold-left 1 "a procedure" procedure))
        (else
         (if (circular-list? first) (%check-finite 'fold-left 3 rest))
         (if (null? rest)
             (let loop ((list first) (result seed))
               (if (pair? list)
                   (loop (cdr list) (procedure result (car list)))
                   (if (null? list) result (%not-a-list 'fold-left 3 first))))
             (let loop ((rests (cons first rest)) (result seed))
               (let ((cars (%cars rests)))
                 (if cars
                     (loop (%cdrs rests) (apply procedure result cars))
                     result)))))))

;; (fold-right f seed list …): from the last elements to the first.
(define (fold-right procedure seed first . rest)
  (cond ((not (procedure? procedure)) (%wrong-type 'fold-right 1 "a procedure" procedure))
        (else
         (if (null? rest)
             (if (list? first)
                 (let loop ((list (reverse first)) (result seed))
                   (if (pair? list)
                       (loop (cdr list) (procedure (car list) result))
                       result))
                 (%not-a-list 'fold-right 3 first))
             (let loop ((rows (reverse! (%map-n 'fold-right list (cons first rest)))) (result seed))
               (if (pair? rows)
                   (loop (cdr rows) (apply procedure (append (car rows) (list result))))
                   result))))))

;; (pair-fold f seed list …): as `fold`, over the lists and their tails.
(define (pair-fold procedure seed first . rest)
  (cond ((not (procedure? procedure)) (%wrong-type 'pair-fold 1 "a procedure" procedure))
        (else
         (if (circular-list? first) (%check-finite 'pair-fold 3 rest))
         (let loop ((rests (cons first rest)) (result seed))
           (if (every pair? rests)
               (let ((tails (%cdrs rests)))
                 (loop tails (apply procedure (append rests (list result)))))
               result)))))

(define (pair-fold-right procedure seed first . rest)
  (cond ((not (procedure? procedure)) (%wrong-type 'pair-fold-right 1 "a procedure" procedure))
        (else
         (if (circular-list? first) (%check-finite 'pair-fold-right 3 rest))
         (let loop ((rests (cons first rest)))
           (if (every pair? rests)
               (apply procedure (append rests (list (loop (%cdrs rests)))))
               seed)))))

;; (reduce f identity list): `fold` from the first element on; the identity is for the empty list.
(define (reduce procedure identity list)
  (cond ((not (procedure? procedure)) (%wrong-type 'reduce 1 "a procedure" procedure))
        (else
         (cond ((circular-list? list) (%circular 'reduce 3))
               ((pair? list) (fold procedure (car list) (cdr list)))
               ((null? list) identity)
               (else (%not-a-list 'reduce 3 list))))))

(define (reduce-left procedure identity list)
  (cond ((not (procedure? procedure)) (%wrong-type 'reduce-left 1 "a procedure" procedure))
        (else
         (cond ((circular-list? list) (%circular 'reduce-left 3))
               ((pair? list) (fold-left procedure (car list) (cdr list)))
               ((null? list) identity)
               (else (%not-a-list 'reduce-left 3 list))))))

(define (reduce-right procedure identity list)
  (cond ((not (procedure? procedure)) (%wrong-type 'reduce-right 1 "a procedure" procedure))
        (else
         (cond ((not (list? list)) (%not-a-list 'reduce-right 3 list))
               ((null? list) identity)
               (else
                (let ((elements (reverse list)))
                  (fold procedure (car elements) (cdr elements))))))))

;; (unfold stop? mapper successor seed [tail-generator])
(define (unfold stop? mapper successor seed . tail)
  (cond ((not (procedure? stop?)) (%wrong-type 'unfold 1 "a procedure" stop?))
        ((not (procedure? mapper)) (%wrong-type 'unfold 2 "a procedure" mapper))
        ((not (procedure? successor)) (%wrong-type 'unfold 3 "a procedure" successor))
        (else
         (if (pair? tail) (%check-procedure 'unfold 5 (car tail)))
         (let loop ((seed seed) (results '()))
           (if (stop? seed)
               (append-reverse results (if (pair? tail) ((car tail) seed) '()))
               (loop (successor seed) (cons (mapper seed) results)))))))

;; (unfold-right stop? mapper successor seed [tail])
(define (unfold-right stop? mapper successor seed . tail)
  (cond ((not (procedure? stop?)) (%wrong-type 'unfold-right 1 "a procedure" stop?))
        ((not (procedure? mapper)) (%wrong-type 'unfold-right 2 "a procedure" mapper))
        ((not (procedure? successor)) (%wrong-type 'unfold-right 3 "a procedure" successor))
        (else
         (let loop ((seed seed) (results (if (pair? tail) (car tail) '())))
           (if (stop? seed)
               results
               (loop (successor seed) (cons (mapper seed) results)))))))

(define (list-tabulate count procedure)
  (%tabulate 'list-tabulate count procedure))

(define (make-initialized-list count procedure)
  (%tabulate 'make-initialized-list count procedure))

(define (build-list count procedure)
  (%tabulate 'build-list count procedure))

(define (%tabulate who count procedure)
  (cond ((not (procedure? procedure)) (%wrong-type who 2 "a procedure" procedure))
        (else
         (if (and (fixnum? count) (>= count 0))
             (let loop ((index 0) (results '()))
               (if (< index count)
                   (loop (+ index 1) (cons (procedure index) results))
                   (reverse results)))
             (%wrong-type who 1 "an exact non-negative integer" count)))))
