(define-library (tower prelude)
  (export
   %check-procedure %circular? %no-result %port-place %private %public %read-until %read-while
   %skip-while %source-place %wrong-type condition-kind eq-hash equal-hash eqv-hash list-head list-sort list-sort!
   list-sorted? reverse-list->vector reverse-vector->list string-builder string-ci-hash
   string-concatenate string-hash string-index string-join string-null? string-pad-left
   string-pad-right string-search-backward string-search-forward string-split
   string-tabulate symbol-hash vector-binary-search vector-concatenate vector-count vector-empty?
   vector-fold vector-fold-right vector-map! vector-reverse! vector-reverse-copy vector-sort
   vector-sort! vector-sorted? vector-swap! vector-unfold))
