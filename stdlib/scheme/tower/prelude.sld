(define-library (tower prelude)
  (export
   %check-procedure %circular? %no-result %port-place %read-until %read-while %skip-while
   %wrong-type condition-kind eq-hash equal-hash eqv-hash list-head list-sort list-sort! list-sorted?
   reverse-list->vector reverse-vector->list string-ci-hash string-concatenate string-hash
   string-index string-null? symbol-hash vector-binary-search vector-concatenate vector-count
   vector-empty? vector-fold vector-fold-right vector-map! vector-reverse! vector-reverse-copy
   vector-sort vector-sort! vector-sorted? vector-swap! vector-unfold))
