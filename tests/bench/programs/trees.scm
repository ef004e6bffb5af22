;;; Binary trees made and dropped beside one that stays: allocation and collection.
;;; n: the depth of the deepest tree.
;;; bench: smoke=6 scaling=13,14,15,16,17 work=(n//2-1)*2**n exponent=1
(define n 19)

(define (make-tree depth)
  (if (= depth 0)
      '()
      (cons (make-tree (- depth 1)) (make-tree (- depth 1)))))

(define (count-nodes tree)
  (if (null? tree)
      1
      (+ 1 (count-nodes (car tree)) (count-nodes (cdr tree)))))

(define (count-many depth times)
  (let loop ((left times) (sum 0))
    (if (= left 0)
        sum
        (loop (- left 1) (+ sum (count-nodes (make-tree depth)))))))

(define long-lived (make-tree n))

(define (count-depths depth sums)
  (if (> depth n)
      (reverse sums)
      (count-depths (+ depth 2)
                    (cons (count-many depth (expt 2 (- (+ n 5) depth))) sums))))

(define sums (count-depths 4 '()))

(write (list (count-nodes long-lived) sums))
(newline)
