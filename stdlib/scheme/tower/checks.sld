(define-library (tower checks)
  (export
   check-count check-index check-number check-procedures check-real check-vector)
  (import (scheme base) (tower prelude))
  (include "checks.scm"))
