(define-library (tower consumers)
  (export
   generator->list generator->reverse-list generator->string generator->vector generator->vector!
   generator-any generator-count generator-every generator-find generator-fold generator-for-each
   generator-map->list generator-unfold next-of-each)
  (import (scheme base) (scheme case-lambda) (tower checks) (tower prelude))
  (include "consumers.scm"))
