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
