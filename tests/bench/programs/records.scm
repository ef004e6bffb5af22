;;; Records: a balanced search tree (treap) with insertion, look-up and removal.
;;; n: keys inserted.
;;; bench: smoke=100 scaling=20000 work=n*log(n) exponent=1
(define n 650000)

(define-structure-type tree make-tree tree?
  (key tree-key set-tree-key!)
  (priority tree-priority set-tree-priority!)
  (left tree-left set-tree-left!)
  (right tree-right set-tree-right!))

(define (next-random seed)
  (remainder (* seed 16807) 2147483647))

(define (rotate-right! tree)
  (let ((top (tree-left tree)))
    (set-tree-left! tree (tree-right top))
    (set-tree-right! top tree)
    top))

(define (rotate-left! tree)
  (let ((top (tree-right tree)))
    (set-tree-right! tree (tree-left top))
    (set-tree-left! top tree)
    top))

(define (insert! tree key priority)
  (cond ((not tree) (make-tree key priority #f #f))
        ((< key (tree-key tree))
         (set-tree-left! tree (insert! (tree-left tree) key priority))
         (if (< (tree-priority (tree-left tree)) (tree-priority tree))
             (rotate-right! tree)
             tree))
        ((< (tree-key tree) key)
         (set-tree-right! tree (insert! (tree-right tree) key priority))
         (if (< (tree-priority (tree-right tree)) (tree-priority tree))
             (rotate-left! tree)
             tree))
        (else tree)))

(define (merge-trees! left right)
  (cond ((not left) right)
        ((not right) left)
        ((< (tree-priority left) (tree-priority right))
         (set-tree-right! left (merge-trees! (tree-right left) right))
         left)
        (else
         (set-tree-left! right (merge-trees! left (tree-left right)))
         right)))

(define (remove-key! tree key)
  (cond ((not tree) #f)
        ((< key (tree-key tree))
         (set-tree-left! tree (remove-key! (tree-left tree) key))
         tree)
        ((< (tree-key tree) key)
         (set-tree-right! tree (remove-key! (tree-right tree) key))
         tree)
        (else (merge-trees! (tree-left tree) (tree-right tree)))))

(define (contains? tree key)
  (and (tree? tree)
       (let ((here (tree-key tree)))
         (cond ((< key here) (contains? (tree-left tree) key))
               ((< here key) (contains? (tree-right tree) key))
               (else #t)))))

(define (size tree)
  (if tree
      (+ 1 (size (tree-left tree)) (size (tree-right tree)))
      0))

(define (key-of seed) (remainder seed (* 2 n)))

(define (insert-all)
  (let loop ((k 0) (seed 42) (tree #f))
    (if (= k n)
        tree
        (loop (+ k 1)
              (next-random seed)
              (insert! tree (key-of seed) (quotient seed 3))))))

(define (count-found tree)
  (let loop ((k 0) (found 0))
    (if (= k n)
        found
        (loop (+ k 1) (if (contains? tree k) (+ found 1) found)))))

(define (remove-half! tree)
  (let loop ((k 0) (tree tree))
    (if (>= k n)
        tree
        (loop (+ k 2) (remove-key! tree k)))))

(define full (insert-all))
(define full-size (size full))
(define found (count-found full))

(write (list full-size found (size (remove-half! full))))
(newline)
