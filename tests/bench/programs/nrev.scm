;;; Naive reverse: consing and recursion that is not in tail position.
;;; n: the length of the list.
;;; bench: fifteen smoke=100 scaling=1500 exponent=2 count=conses:n*(n+1)/2
(define n 32000)

(define (join first second)
  (if (null? first)
      second
      (cons (car first) (join (cdr first) second))))

(define (naive-reverse items)
  (if (null? items)
      '()
      (join (naive-reverse (cdr items)) (list (car items)))))

(define (count-up limit)
  (let loop ((k limit) (numbers '()))
    (if (= k 0)
        numbers
        (loop (- k 1) (cons k numbers)))))

(define reversed (naive-reverse (count-up n)))

(write (list (length reversed) (car reversed) (list-ref reversed (quotient n 2))))
(newline)
