(define-library (tower comparators)
  (export
   check-comparator check-ordered comparator-check-type comparator-equality-predicate
   comparator-hash comparator-hash-function comparator-hashable? comparator-ordered?
   comparator-ordering-predicate comparator-test-type comparator-type-test-predicate comparator?
   hash-bound hash-salt hash-together make-comparator)
  (import (scheme base) (tower prelude))
  (include "comparators.scm"))
