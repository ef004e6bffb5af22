(define-library (tower prelude)
  (export
   %check-procedure %no-result %wrong-type eq-hash equal-hash eqv-hash vector-binary-search
   vector-concatenate vector-count vector-empty? vector-fold vector-fold-right vector-map!
   vector-reverse! vector-reverse-copy vector-swap! vector-unfold reverse-list->vector
   reverse-vector->list string-ci-hash string-hash symbol-hash))
