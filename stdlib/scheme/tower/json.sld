(define-library (tower json)
  (export
   json->string json-null? json-read json-write string->json)
  (import (scheme base) (only (srfi 1) iota reverse!) (scheme inexact) (srfi 69) (tower prelude) (tower sources))
  (include "json.scm"))
