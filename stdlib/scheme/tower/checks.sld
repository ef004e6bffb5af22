(define-library (tower checks)
  (export
   check-count check-index check-number check-procedures check-real check-vector
   range-of two-ranges)
  (import (scheme base) (tower prelude))
  (include "checks.scm"))
