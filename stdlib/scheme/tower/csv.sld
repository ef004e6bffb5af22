(define-library (tower csv)
  (export
   csv->string csv-read csv-read-record csv-write csv-write-record string->csv)
  (import (scheme base) (only (srfi 1) reverse!) (tower prelude) (tower sources))
  (include "csv.scm"))
