;;; Procedures over every element of lists (R7RS 6.10, SRFI 1): `map` and its kin.
;;;
;;; Elements are taken from the first to the last. A list of results is never mutated once a given
;;; procedure could have captured the continuation that holds it, so that returning twice is safe.
;;; With several lists, the shortest ends the walk: one of them must be finite.

(define (map procedure first . rest)
  (cond ((not (procedure? procedure)) (%wrong-type 'map 1 "a procedure" procedure))
        (else
         (if (circular-list? first) (%check-finite 'map 2 rest))
         (if (null? rest)
             (let loop ((list first) (results '()))
               (if (pair? list)
                   (loop (cdr list) (cons (procedure (car list)) results))
                   (if (null? list) (reverse results) (%not-a-list 'map 2 first))))
             (if (null? (cdr rest))
                 (%map-2 procedure first (car rest))
                 (%map-n 'map procedure (cons first rest)))))))

(define (%map-2 procedure first second)
  (let loop ((a first) (b second) (results '()))
    (if (and (pair? a) (pair? b))
        (loop (cdr a) (cdr b) (cons (procedure (car a) (car b)) results))
        (%end-of-lists 'map (list first second) (list a b) (reverse results)))))

(define (%map-n who procedure lists)
  (if (circular-list? (car lists)) (%check-finite who 2 (cdr lists)))
  (let loop ((rests lists) (results '()))
    (let ((cars (%cars rests)))
      (if cars
          (loop (%cdrs rests) (cons (apply procedure cars) results))
          (%end-of-lists who lists rests (reverse results))))))

(define map-in-order map)
(define map! map)

(define (for-each procedure first . rest)
  (cond ((not (procedure? procedure)) (%wrong-type 'for-each 1 "a procedure" procedure))
        (else
         (if (circular-list? first) (%check-finite 'for-each 2 rest))
         (if (null? rest)
             (let loop ((list first))
               (if (pair? list)
                   (begin (procedure (car list)) (loop (cdr list)))
                   (if (not (null? list)) (%not-a-list 'for-each 2 first))))
             (if (null? (cdr rest))
                 (%for-each-2 procedure first (car rest))
                 (%for-each-n procedure (cons first rest)))))))

(define (%for-each-2 procedure first second)
  (let loop ((a first) (b second))
    (if (and (pair? a) (pair? b))
        (begin (procedure (car a) (car b)) (loop (cdr a) (cdr b)))
        (%end-of-lists 'for-each (list first second) (list a b) (if #f #f)))))

(define (%for-each-n procedure lists)
  (let loop ((rests lists))
    (let ((cars (%cars rests)))
      (if cars
          (begin (apply procedure cars) (loop (%cdrs rests)))
          (%end-of-lists 'for-each lists rests (if #f #f))))))

(define (append-map procedure first . rest)
  (cond ((not (procedure? procedure)) (%wrong-type 'append-map 1 "a procedure" procedure))
        (else
         (concatenate (%map-n 'append-map procedure (cons first rest))))))

(define append-map! append-map)

(define (filter-map procedure first . rest)
  (cond ((not (procedure? procedure)) (%wrong-type 'filter-map 1 "a procedure" procedure))
        (else
         (if (circular-list? first) (%check-finite 'filter-map 2 rest))
         (if (null? rest)
             (let loop ((list first) (results '()))
               (if (pair? list)
                   (let ((result (procedure (car list))))
                     (loop (cdr list) (if result (cons result results) results)))
                   (if (null? list) (reverse results) (%not-a-list 'filter-map 2 first))))
             (filter (lambda (result) result) (%map-n 'filter-map procedure (cons first rest)))))))

;; Applies the procedure to the lists themselves, then to their tails, ….
(define (pair-for-each procedure first . rest)
  (cond ((not (procedure? procedure)) (%wrong-type 'pair-for-each 1 "a procedure" procedure))
        (else
         (if (circular-list? first) (%check-finite 'pair-for-each 2 rest))
         (let loop ((rests (cons first rest)))
           (if (every pair? rests)
               (let ((tails (%cdrs rests)))
                 (apply procedure rests)
                 (loop tails))
               (%end-of-lists 'pair-for-each (cons first rest) rests (if #f #f)))))))

(define (vector-map procedure first . rest)
  (cond ((not (procedure? procedure)) (%wrong-type 'vector-map 1 "a procedure" procedure))
        (else
         (if (and (null? rest) (vector? first))
             (let ((length (vector-length first)))
               (let loop ((index 0) (results '()))
                 (if (< index length)
                     (loop (+ index 1) (cons (procedure (vector-ref first index)) results))
                     (reverse-list->vector results))))
             (list->vector (%map-n 'map procedure (%vectors->lists 'vector-map 2 (cons first rest))))))))

(define (vector-for-each procedure first . rest)
  (cond ((not (procedure? procedure)) (%wrong-type 'vector-for-each 1 "a procedure" procedure))
        (else
         (if (and (null? rest) (vector? first))
             (let ((length (vector-length first)))
               (let loop ((index 0))
                 (if (< index length)
                     (begin
                       (procedure (vector-ref first index))
                       (loop (+ index 1))))))
             (%for-each-n procedure (%vectors->lists 'vector-for-each 2 (cons first rest)))))))

(define (vector-map! procedure first . rest)
  (cond ((not (procedure? procedure)) (%wrong-type 'vector-map! 1 "a procedure" procedure))
        (else
         (let ((results
                (if (and (null? rest) (vector? first))
                    (vector-map procedure first)
                    (list->vector
                     (%map-n 'map procedure (%vectors->lists 'vector-map! 2 (cons first rest)))))))
           (vector-copy! first 0 results)))))

(define (string-map procedure first . rest)
  (cond ((not (procedure? procedure)) (%wrong-type 'string-map 1 "a procedure" procedure))
        (else
         (if (and (null? rest) (string? first))
             (let ((length (string-length first)))
               (let loop ((index 0) (chars '()))
                 (if (< index length)
                     (loop (+ index 1) (cons (procedure (string-ref first index)) chars))
                     (%chars->string 'string-map (reverse chars)))))
             (%chars->string 'string-map
                             (%map-n 'map
                                     procedure
                                     (%strings->lists 'string-map (cons first rest))))))))

(define (string-for-each procedure first . rest)
  (cond ((not (procedure? procedure)) (%wrong-type 'string-for-each 1 "a procedure" procedure))
        (else
         (if (and (null? rest) (string? first))
             (let ((length (string-length first)))
               (let loop ((index 0))
                 (if (< index length)
                     (begin
                       (procedure (string-ref first index))
                       (loop (+ index 1))))))
             (%for-each-n procedure (%strings->lists 'string-for-each (cons first rest)))))))

;; The lists' first elements; #f if one of them is no pair.
(define (%cars lists)
  (let check ((rest lists))
    (if (pair? rest)
        (if (pair? (car rest)) (check (cdr rest)) #f)
        (let first ((rest lists))
          (if (pair? rest)
              (cons (caar rest) (first (cdr rest)))
              '())))))

(define (%cdrs lists)
  (let rest ((lists lists))
    (if (pair? lists)
        (cons (cdr (car lists)) (rest (cdr lists)))
        '())))

;; The result of a walk over `lists`, whose rests are these: the first to end must end properly.
(define (%end-of-lists who lists rests result)
  (let loop ((lists lists) (rests rests) (position 2))
    (cond ((null? lists) result)
          ((or (pair? (car rests)) (null? (car rests)))
           (loop (cdr lists) (cdr rests) (+ position 1)))
          (else (%not-a-list who position (car lists))))))

;; The list before these, at `position`, is circular: one of these must end.
(define (%check-finite who position rest)
  (cond ((null? rest) (%circular who position))
        ((circular-list? (car rest)) (%check-finite who position (cdr rest)))))

(define (%not-a-list who position found)
  (%wrong-type who position (if (pair? found) "a proper list" "a list") found))

;; The vectors, of which the first is the argument at `position`, as lists.
(define (%vectors->lists who position vectors)
  (%convert-each who position vectors vector? "a vector" vector->list))

(define (%strings->lists who strings)
  (%convert-each who 2 strings string? "a string" string->list))

(define (%convert-each who position objects is? expected convert)
  (let loop ((objects objects) (position position) (lists '()))
    (cond ((null? objects) (reverse! lists))
          ((is? (car objects))
           (loop (cdr objects) (+ position 1) (cons (convert (car objects)) lists)))
          (else (%wrong-type who position expected (car objects))))))

(define (%chars->string who objects)
  (let loop ((rest objects))
    (if (pair? rest)
        (if (char? (car rest))
            (loop (cdr rest))
            (%no-result who "the procedure gave what is not a character" (car rest)))
        (list->string objects))))
