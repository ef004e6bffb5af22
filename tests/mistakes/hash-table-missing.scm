; A key that is not there.
(define ages (make-hash-table))
(hash-table-set! ages 'ada 36)
(display (hash-table-ref ages 'alan))
