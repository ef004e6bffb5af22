(define-library (tower comparators)
  (export
   check-comparator check-ordered comparator-check-type comparator-equality-predicate
   comparator-hash comparator-hash-function comparator-hashable? comparator-ordered?
   comparator-ordering-predicate comparator-test-type comparator-type-test-predicate comparator?
   equality-of hash-bound hash-salt hash-together make-comparator ordering-of)
  (import (scheme base) (tower prelude))
  (include "comparators.scm"))
