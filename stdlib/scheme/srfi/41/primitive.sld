(define-library (srfi 41 primitive)
  (export
   list->stream stream-car stream-cdr stream-cons stream-lambda stream-null stream-null? stream-pair?
   stream?)
  (import (scheme base) (scheme lazy))
  (include "primitive.scm"))
