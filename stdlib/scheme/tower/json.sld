(define-library (tower json)
  (export
   json->string json-null? json-read json-write string->json)
  (import (scheme base) (scheme inexact) (srfi 69))
  (include "json.scm"))
