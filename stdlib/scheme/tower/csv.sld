(define-library (tower csv)
  (export
   csv->string csv-read csv-read-record csv-write csv-write-record string->csv)
  (import (scheme base))
  (include "csv.scm"))
