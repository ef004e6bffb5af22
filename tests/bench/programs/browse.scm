;;; Browsing a small data base of patterns: symbols, property lists and backtracking matching.
;;; n: browsings of 80 units.
;;; bench: smoke=1 scaling=10 exponent=1
(define n 1700)

;; A pattern variable `?` matches one item, `*` any number of them; other items match themselves.
(define (match? pattern items)
  (cond ((null? pattern) (null? items))
        ((eq? (car pattern) '*)
         (or (match? (cdr pattern) items)
             (and (pair? items)
                  (match? pattern (cdr items)))))
        ((null? items) #f)
        ((eq? (car pattern) '?) (match? (cdr pattern) (cdr items)))
        ((pair? (car pattern))
         (and (pair? (car items))
              (match? (car pattern) (car items))
              (match? (cdr pattern) (cdr items))))
        (else
         (and (eq? (car pattern) (car items))
              (match? (cdr pattern) (cdr items))))))

(define (next-random seed)
  (remainder (* seed 16807) 2147483647))

(define letters '#(a b))

(define (random-items count seed)
  (let loop ((count count) (seed seed) (items '()))
    (if (= count 0)
        items
        (loop (- count 1)
              (next-random seed)
              (cons (if (= 0 (remainder (quotient seed 8) 5))
                        (list (vector-ref letters (remainder seed 2)) 'a 'b)
                        (vector-ref letters (remainder (quotient seed 16) 2)))
                    items)))))

(define (unit-name k)
  (string->symbol (string-append "unit-" (number->string k))))

;; The data base: an association list from unit names to property lists.
(define units
  (let loop ((k 0) (seed 42) (units '()))
    (if (= k 80)
        units
        (loop (+ k 1)
              (next-random seed)
              (cons (list (unit-name k)
                          (cons 'size k)
                          (cons 'patterns
                                (list (random-items 8 seed)
                                      (random-items 12 (next-random seed))
                                      (random-items 16 (next-random (next-random seed))))))
                    units)))))

(define (property unit name)
  (cdr (assq name (cdr (assq unit units)))))

(define patterns
  '((* a ? b * b a * a *)
    (* a * b * a * a * b * b * (* b *))
    (? ? * (b a *) * ? ?)
    (* b b * a a * b b * a a * b)))

(define (count-matches pattern)
  (let each-unit ((k 0) (count 0))
    (if (= k 80)
        count
        (let each-list ((lists (property (unit-name k) 'patterns)) (count count))
          (if (null? lists)
              (each-unit (+ k 1) count)
              (each-list (cdr lists)
                         (if (match? pattern (car lists)) (+ count 1) count)))))))

(define (repeat times result)
  (if (= times 0)
      result
      (repeat (- times 1) (map count-matches patterns))))

(write (repeat n '()))
(newline)
