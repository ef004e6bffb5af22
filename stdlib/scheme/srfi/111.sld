(define-library (srfi 111)
  (export box box? set-box! unbox)
  (import (scheme base))
  (begin
    ;; A box holds one object.
    (define-record-type box
      (box content)
      box?
      (content unbox set-box!))))
