;;; Strings (SRFI 152). A range is a start and an end, both of which may be left out. A predicate is one
;;; of characters; a character may stand for "is this character", as in SRFI 13.

;; What a predicate or a character, argument `position`, says of characters.
(define (predicate-of who position wanted)
  (cond ((procedure? wanted) wanted)
        ((char? wanted) (%private (lambda (char) (char=? char wanted))))
        (else (%wrong-type who position "a procedure or a character" wanted))))

(define (check-string who position found)
  (if (not (string? found)) (%wrong-type who position "a string" found)))

;; The range of a string, argument `position`, that arguments from another position on say.
(define (string-range who position string from range)
  (check-string who position string)
  (range-of who from range (string-length string)))

;; That part of the string.
(define (part who position string from range)
  (call-with-values (lambda () (string-range who position string from range))
    (lambda (start end)
      (if (and (= start 0) (= end (string-length string))) string (string-copy string start end)))))

;;; Predicates

(define (string-every wanted string . range)
  (let ((holds? (predicate-of 'string-every 1 wanted)))
    (call-with-values (lambda () (string-range 'string-every 2 string 3 range))
      (lambda (start end)
        (or (= start end)
            (let loop ((index start))
              (if (= index (- end 1))
                  (holds? (string-ref string index))
                  (and (holds? (string-ref string index)) (loop (+ index 1))))))))))

(define (string-any wanted string . range)
  (let ((holds? (predicate-of 'string-any 1 wanted)))
    (call-with-values (lambda () (string-range 'string-any 2 string 3 range))
      (lambda (start end)
        (and (< start end)
             (let loop ((index start))
               (if (= index (- end 1))
                   (holds? (string-ref string index))
                   (or (holds? (string-ref string index)) (loop (+ index 1))))))))))

;;; Constructors

(define (string-tabulate procedure length)
  (%check-procedure 'string-tabulate 1 procedure)
  (check-count 'string-tabulate 2 length)
  (tabulate procedure length))

;; (string-unfold stop? mapper successor seed [base [make-final]]); what the mapper and make-final give
;; are characters or strings.
(define (string-unfold stop? mapper successor seed . rest)
  (check-procedures 'string-unfold 1 (list stop? mapper successor))
  (let ((port (open-output-string)))
    (if (pair? rest) (add! 'string-unfold (car rest) port))
    (let loop ((seed seed))
      (cond ((stop? seed)
             (if (and (pair? rest) (pair? (cdr rest)))
                 (add! 'string-unfold ((cadr rest) seed) port)))
            (else
             (add! 'string-unfold (mapper seed) port)
             (loop (successor seed)))))
    (get-output-string port)))

(define (add! who object port)
  (cond ((char? object) (write-char object port))
        ((string? object) (write-string object port))
        (else (%no-result who "neither a character nor a string was given" object))))

(define (string-unfold-right stop? mapper successor seed . rest)
  (check-procedures 'string-unfold-right 1 (list stop? mapper successor))
  (let loop ((seed seed) (pieces (if (pair? rest) (list (car rest)) '())))
    (cond ((not (stop? seed)) (loop (successor seed) (cons (mapper seed) pieces)))
          ((and (pair? rest) (pair? (cdr rest)))
           (all-of 'string-unfold-right (cons ((cadr rest) seed) pieces)))
          (else (all-of 'string-unfold-right pieces)))))

(define (all-of who pieces)
  (let ((port (open-output-string)))
    (for-each (lambda (piece) (add! who piece port)) pieces)
    (get-output-string port)))

(define (reverse-list->string chars)
  (if (not (list? chars)) (%wrong-type 'reverse-list->string 1 "a proper list" chars))
  (list->string (reverse chars)))

;;; Selection

(define (check-size who string count)
  (check-string who 1 string)
  (check-index who 2 0 (string-length string) count))

(define (string-take string count)
  (check-size 'string-take string count)
  (string-copy string 0 count))

(define (string-drop string count)
  (check-size 'string-drop string count)
  (string-copy string count))

(define (string-take-right string count)
  (check-size 'string-take-right string count)
  (string-copy string (- (string-length string) count)))

(define (string-drop-right string count)
  (check-size 'string-drop-right string count)
  (string-copy string 0 (- (string-length string) count)))

;; (string-pad string length [char [start [end]]]): padded or cut on the left.
(define (string-pad string length . rest)
  (padded 'string-pad string-pad-left string length rest))

(define (string-pad-right string length . rest)
  (padded 'string-pad-right pad-right string length rest))

(define (padded who pad string length rest)
  (let ((string (part who 1 string 4 (if (pair? rest) (cdr rest) '()))))
    (check-count who 2 length)
    (if (pair? rest) (pad string length (car rest)) (pad string length))))

;; (string-trim string [predicate [start [end]]]): without the characters at its ends of which the
;; predicate holds.
(define (string-trim string . rest)
  (trimmed 'string-trim string rest #t #f))

(define (string-trim-right string . rest)
  (trimmed 'string-trim-right string rest #f #t))

(define (string-trim-both string . rest)
  (trimmed 'string-trim-both string rest #t #t))

(define (trimmed who string rest left? right?)
  (let ((gone? (predicate-of who 2 (if (pair? rest) (car rest) (%private char-whitespace?)))))
    (call-with-values
        (lambda () (string-range who 1 string 3 (if (pair? rest) (cdr rest) '())))
      (lambda (start end)
        (let* ((stays? (%private (lambda (char) (not (gone? char)))))
               (first (if left? (or (index-of stays? string start end) end) start))
               (last (and right? (last-index-of stays? string first end))))
          (string-copy string first (cond (last (+ last 1)) (right? first) (else end))))))))

;; (string-replace string by start end [by-start [by-end]])
(define (string-replace string by start end . range)
  (call-with-values (lambda () (string-range 'string-replace 1 string 3 (list start end)))
    (lambda (start end)
      (let ((by (part 'string-replace 2 by 5 range)))
        (string-append (string-copy string 0 start) by (string-copy string end))))))

;;; Prefixes and suffixes. (… first second [start1 [end1 [start2 [end2]]]])

;; What `receive` makes of the two parts that are meant.
(define (with-parts who first second ranges receive)
  (check-string who 1 first)
  (check-string who 2 second)
  (call-with-values
      (lambda () (two-ranges who 3 (string-length first) (string-length second) ranges))
    receive))

(define (string-prefix-length first second . ranges)
  (with-parts 'string-prefix-length first second ranges
    (lambda (start1 end1 start2 end2)
      (common-prefix first start1 end1 second start2 end2))))

(define (common-prefix first start1 end1 second start2 end2)
  (let ((most (min (- end1 start1) (- end2 start2))))
    (let loop ((count 0))
      (if (and (< count most)
               (char=? (string-ref first (+ start1 count)) (string-ref second (+ start2 count))))
          (loop (+ count 1))
          count))))

(define (string-suffix-length first second . ranges)
  (with-parts 'string-suffix-length first second ranges
    (lambda (start1 end1 start2 end2)
      (common-suffix first start1 end1 second start2 end2))))

(define (common-suffix first start1 end1 second start2 end2)
  (let ((most (min (- end1 start1) (- end2 start2))))
    (let loop ((count 1))
      (if (and (<= count most)
               (char=? (string-ref first (- end1 count)) (string-ref second (- end2 count))))
          (loop (+ count 1))
          (- count 1)))))

(define (string-prefix? prefix string . ranges)
  (with-parts 'string-prefix? prefix string ranges
    (lambda (start1 end1 start2 end2)
      (= (common-prefix prefix start1 end1 string start2 end2) (- end1 start1)))))

(define (string-suffix? suffix string . ranges)
  (with-parts 'string-suffix? suffix string ranges
    (lambda (start1 end1 start2 end2)
      (= (common-suffix suffix start1 end1 string start2 end2) (- end1 start1)))))

;;; Searching: the index, or #f

(define (index-of holds? string start end)
  (let loop ((index start))
    (and (< index end)
         (if (holds? (string-ref string index)) index (loop (+ index 1))))))

(define (last-index-of holds? string start end)
  (let loop ((index (- end 1)))
    (and (>= index start)
         (if (holds? (string-ref string index)) index (loop (- index 1))))))

;; The procedure that looks by `search` for what the predicate holds of, or does not.
(define (searching who search skip?)
  (lambda (string wanted . range)
    (let ((holds? (predicate-of who 2 wanted)))
      (call-with-values (lambda () (string-range who 1 string 3 range))
        (lambda (start end)
          (search (if skip? (%private (lambda (char) (not (holds? char)))) holds?) string start end))))))

(define string-index (searching 'string-index index-of #f))
(define string-index-right (searching 'string-index-right last-index-of #f))
(define string-skip (searching 'string-skip index-of #t))
(define string-skip-right (searching 'string-skip-right last-index-of #t))

;; (string-contains string pattern [start1 [end1 [start2 [end2]]]]): the first index of the pattern.
(define (string-contains string pattern . ranges)
  (with-parts 'string-contains string pattern ranges
    (lambda (start1 end1 start2 end2)
      (let ((at (string-search-forward (string-copy pattern start2 end2)
                                       (string-copy string start1 end1)
                                       0)))
        (and at (+ at start1))))))

(define (string-contains-right string pattern . ranges)
  (with-parts 'string-contains-right string pattern ranges
    (lambda (start1 end1 start2 end2)
      (let ((end (string-search-backward (string-copy pattern start2 end2)
                                         (string-copy string start1 end1)
                                         (- end1 start1))))
        (and end (+ start1 (- end (- end2 start2))))))))

;; The index behind the first characters of which the predicate holds, or before the last ones.
(define (end-of-span who string wanted range receive)
  (let ((holds? (predicate-of who 2 wanted)))
    (call-with-values (lambda () (string-range who 1 string 3 range))
      (lambda (start end)
        (receive start (or (index-of (lambda (char) (not (holds? char))) string start end) end) end)))))

(define (start-of-span who string wanted range receive)
  (let ((holds? (predicate-of who 2 wanted)))
    (call-with-values (lambda () (string-range who 1 string 3 range))
      (lambda (start end)
        (let ((last (last-index-of (lambda (char) (not (holds? char))) string start end)))
          (receive start (if last (+ last 1) start) end))))))

(define (string-take-while string wanted . range)
  (end-of-span 'string-take-while string wanted range
               (lambda (start middle end) (string-copy string start middle))))

(define (string-drop-while string wanted . range)
  (end-of-span 'string-drop-while string wanted range
               (lambda (start middle end) (string-copy string middle end))))

(define (string-take-while-right string wanted . range)
  (start-of-span 'string-take-while-right string wanted range
                 (lambda (start middle end) (string-copy string middle end))))

(define (string-drop-while-right string wanted . range)
  (start-of-span 'string-drop-while-right string wanted range
                 (lambda (start middle end) (string-copy string start middle))))

(define (string-span string wanted . range)
  (end-of-span 'string-span string wanted range
               (lambda (start middle end)
                 (values (string-copy string start middle) (string-copy string middle end)))))

(define (string-break string wanted . range)
  (let ((holds? (predicate-of 'string-break 2 wanted)))
    (apply string-span string (lambda (char) (not (holds? char))) range)))

;;; Concatenation

;; (string-concatenate-reverse strings [final [end]])
(define (string-concatenate-reverse strings . rest)
  (if (not (list? strings)) (%wrong-type 'string-concatenate-reverse 1 "a proper list" strings))
  (let ((final (if (pair? rest)
                   (part 'string-concatenate-reverse 2 (car rest) 3 (cons 0 (cdr rest)))
                   "")))
    (string-concatenate (reverse! (cons final (append strings '()))))))

;;; Folds

(define (string-fold kons seed string . range)
  (%check-procedure 'string-fold 1 kons)
  (call-with-values (lambda () (string-range 'string-fold 3 string 4 range))
    (lambda (start end)
      (let loop ((index start) (result seed))
        (if (= index end)
            result
            (loop (+ index 1) (kons (string-ref string index) result)))))))

(define (string-fold-right kons seed string . range)
  (%check-procedure 'string-fold-right 1 kons)
  (call-with-values (lambda () (string-range 'string-fold-right 3 string 4 range))
    (lambda (start end)
      (let loop ((index end) (result seed))
        (if (= index start)
            result
            (loop (- index 1) (kons (string-ref string (- index 1)) result)))))))

(define (string-count string wanted . range)
  (let ((holds? (predicate-of 'string-count 2 wanted)))
    (check-string 'string-count 1 string)
    (apply string-fold (lambda (char count) (if (holds? char) (+ count 1) count)) 0 string range)))

(define (string-filter wanted string . range)
  (selected 'string-filter (predicate-of 'string-filter 1 wanted) string range))

(define (string-remove wanted string . range)
  (let ((holds? (predicate-of 'string-remove 1 wanted)))
    (selected 'string-remove (lambda (char) (not (holds? char))) string range)))

(define (selected who holds? string range)
  (let ((port (open-output-string)))
    (string-for-each
     (lambda (char) (if (holds? char) (write-char char port)))
     (part who 2 string 3 range))
    (get-output-string port)))

;;; Replication and splitting

;; (string-replicate string from to [start [end]]): the characters from one index to another of the
;; range repeated without end in both directions.
(define (string-replicate string from to . range)
  (let* ((string (part 'string-replicate 1 string 4 range)) (length (string-length string)))
    (check-integer 'string-replicate 2 from)
    (check-integer 'string-replicate 3 to)
    (cond ((< to from) (%wrong-type 'string-replicate 3 "an index behind the first" to))
          ((= to from) "")
          ((= length 0) (%wrong-type 'string-replicate 1 "a string with characters" string))
          (else
           (let* ((first (modulo from length)) (copies (+ 1 (quotient (+ first (- to from)) length))))
             (string-copy (string-concatenate (make-list copies string))
                          first
                          (+ first (- to from))))))))

(define (check-integer who position found)
  (if (not (exact-integer? found)) (%wrong-type who position "an exact integer" found)))

;; Pieces of so many characters; the last may be shorter.
(define (string-segment string size)
  (check-string 'string-segment 1 string)
  (if (not (and (exact-integer? size) (> size 0)))
      (%wrong-type 'string-segment 2 "an exact positive integer" size))
  (let ((end (string-length string)))
    (let loop ((start 0) (pieces '()))
      (if (< start end)
          (loop (+ start size) (cons (string-copy string start (min end (+ start size))) pieces))
          (reverse! pieces)))))

;; (string-split string delimiter [grammar [limit [start [end]]]])
(define (string-split string delimiter . rest)
  (if (and (pair? rest) (pair? (cdr rest)))
      (split (part 'string-split 1 string 5 (cddr rest)) delimiter (car rest) (cadr rest))
      (apply split string delimiter rest)))
