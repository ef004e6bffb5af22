;;; SRFI 1 and its kin: map, folds, searches, sets; what is said of wrong arguments.

(define-syntax show
  (syntax-rules ()
    ((_ e ...) (begin (begin (write e) (newline)) ...))))
;; What is said of the error of each expression.
(define-syntax report
  (syntax-rules ()
    ((_ e ...) (begin (begin (display (reported (lambda () e))) (newline)) ...))))
(define (reported thunk)
  (call/cc
   (lambda (k)
     (with-exception-handler
      (lambda (c) (k (if (error-object? c) (condition/report-string c) (list 'raised c))))
      thunk))))

;; map and its kin
(show (map + '(1 2 3)) (map + '(1 2) '(10 20 30)) (map list '(1 2) '(3 4) '(5 6 7)) (map car '()))
(report (map car 5) (map car '(1 . 2)) (map 5 '(1)) (map + '(1) 5) (for-each car 'x) (map list '(1) '(2) 3) (map))
(show (let ((k #f) (n 0) (all '()))
        (let ((result (map (lambda (x) (call/cc (lambda (c) (if (= x 2) (set! k c)) x))) '(1 2 3))))
          (set! all (cons result all))
          (set! n (+ n 1))
          (if (< n 3) (k (* n 100)))
          (reverse all))))
(show (let ((out '())) (for-each (lambda (x y) (set! out (cons (* x y) out))) '(1 2 3) '(4 5 6)) out))
(show (append-map (lambda (x) (list x x)) '(1 2)) (filter-map (lambda (x) (and (even? x) (* x x))) '(1 2 3 4)))
(show (append-map list '(1 2) '(a b)) (filter-map (lambda (x y) (and (< x y) (list x y))) '(1 5) '(2 3)))
(show (map + '(1 2) (let ((c (list 10))) (set-cdr! c c) c)))
(show (vector-map + #(1 2) #(10 20 30)) (vector-map (lambda (x) (* x x)) #(1 2 3)) (vector-map car #()))
(show (string-map char-upcase "abc") (string-map (lambda (a b) (if (char<? a b) a b)) "adc" "bbbb"))
(show (let ((l '())) (vector-for-each (lambda (x y) (set! l (cons (+ x y) l))) #(1 2) #(3 4)) l))
(show (let ((l '())) (string-for-each (lambda (x) (set! l (cons x l))) "abλ") l))
(show (let ((l '())) (string-for-each (lambda (x y) (set! l (cons (list x y) l))) "ab" "cde") l))
(report (vector-map 1 #(1)) (vector-map car 5) (vector-map + #(1) 'x) (string-map char-upcase 5) (string-map (lambda (c) 1) "a") (vector-for-each car "s"))
;; folds
(show (fold cons '() '(1 2 3)) (fold cons* '() '(a b c) '(1 2 3)) (fold-left list '() '(1 2 3)) (fold-right list '() '(1 2 3)))
(show (fold-left + 0 '(1 2) '(3 4)) (fold-right cons* '() '(a b c) '(1 2 3 4)))
(show (reduce + 0 '(1 2 3)) (reduce - 0 '(1 2 3 4)) (reduce-left - 0 '(1 2 3 4)) (reduce-right - 0 '(1 2 3 4)) (reduce + 'none '()) (fold-right + 0 '()))
(show (pair-fold cons '() '(a b c)) (pair-fold-right cons '() '(a b c)))
(show (unfold (lambda (x) (> x 5)) (lambda (x) (* x x)) (lambda (x) (+ x 1)) 1) (unfold-right zero? (lambda (x) (* x x)) (lambda (x) (- x 1)) 5))
(show (list-tabulate 4 (lambda (x) (* x x))))
(report (fold + 0 5) (fold-right + 0 '(1 . 2)) (reduce + 0 7) (list-tabulate -1 car) (list-tabulate 'x car))
;; search
(show (member 2.0 '(1 2 3) =) (member '(1) '(0 (1) 2)) (assoc 2.0 '((1 one) (2 two)) =) (assoc "b" '(("a" . 1) ("b" . 2))) (member 9 '(1 2)))
(report (member 1 5) (assoc 1 '(2)) (member 1 '(2 . 3) =) (assoc 1 '(5) =) (assoc 1 'x))
(show (find even? '(1 2 3 4)) (find-tail even? '(1 2 3)) (any even? '(1 2)) (every even? '()) (every (lambda (x) (and (even? x) x)) '(2 4)) (any < '(5 1) '(3 4)) (every < '(1 2) '(3 4)))
(show (count even? '(1 2 4)) (count < '(1 5) '(3 4)) (list-index even? '(1 3 4)) (list-index = '(1 2) '(3 2)) (list-index even? '(1)))
(show (filter odd? '(1 2 3)) (remove odd? '(1 2 3)) (call-with-values (lambda () (partition odd? '(1 2 3))) list) (delete 2 '(1 2 3 2)) (delete 2.0 '(1 2) =))
(show (delete-duplicates '(1 2 1 3 2)) (delete-duplicates '((a . 3) (b . 7) (c . 1) (a . 9)) (lambda (x y) (eq? (car x) (car y)))) (length (delete-duplicates (iota 20000))))
(show (take-while even? '(2 4 5 6)) (drop-while even? '(2 4 5 6)) (call-with-values (lambda () (span even? '(2 3 4))) list) (call-with-values (lambda () (break even? '(1 2 3))) list))
(show (alist-delete 'a '((a . 1) (b . 2))) (for-all even? '(2)) (exists even? '(1)))
(report (find even? 5) (filter even? '(1 . 2)) (partition even? 'x) (delete-duplicates 'x) (every even? 7))
