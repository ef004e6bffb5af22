;;; Checks: the argument at a position is what the procedure `who` takes.

;; The arguments from a position on are procedures.
(define (check-procedures who position procedures)
  (if (pair? procedures)
      (begin
        (%check-procedure who position (car procedures))
        (check-procedures who (+ position 1) (cdr procedures)))))

(define (check-count who position found)
  (if (not (and (exact-integer? found) (>= found 0)))
      (%wrong-type who position "an exact non-negative integer" found)))

(define (check-vector who position found)
  (if (not (vector? found)) (%wrong-type who position "a vector" found)))

(define (check-number who position found)
  (if (not (number? found))
      (%wrong-type who position "a number" found)))

(define (check-real who position found)
  (if (not (real? found))
      (%wrong-type who position "a real number" found)))

;; An index from `least` to `most`.
(define (check-index who position least most found)
  (if (not (and (exact-integer? found) (<= least found most)))
      (%wrong-type who
                   position
                   (string-append "an index from " (number->string least)
                                  " to " (number->string most))
                   found)))

;; The start and end that arguments from `position` on say, both of which may be left out, of what is
;; `most` long.
(define (range-of who position given most)
  (let* ((start (if (pair? given) (car given) 0))
         (rest (rest-of given))
         (end (if (pair? rest) (car rest) most)))
    (check-index who (+ position 1) 0 most end)
    (check-index who position 0 end start)
    (values start end)))

;; The two starts and ends that arguments from `position` on say, of what is so long.
(define (two-ranges who position most1 most2 given)
  (call-with-values (lambda () (range-of who position given most1))
    (lambda (start1 end1)
      (call-with-values
          (lambda () (range-of who (+ position 2) (rest-of (rest-of given)) most2))
        (lambda (start2 end2) (values start1 end1 start2 end2))))))

(define (rest-of list) (if (pair? list) (cdr list) '()))
