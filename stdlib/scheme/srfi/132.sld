(define-library (srfi 132)
  (export
   list-sort list-sort! list-sorted? vector-sort vector-sort! vector-sorted?))
