(define-library (tower sources)
  (export
   next! peek place reading refuse refuse-at refuse-before source-of-port source-of-string
   source-port source-who)
  (import (scheme base) (tower prelude))
  (include "sources.scm"))
