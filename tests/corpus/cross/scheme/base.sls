#!chezscheme
;; All that the corpus imports and Chez Scheme has not; the rest is there at its top level anyway.
(library (scheme base)
  (export exact-integer? floor/ floor-quotient floor-remainder truncate/ truncate-quotient
          truncate-remainder square boolean=? symbol=? list-set! list-copy make-list
          string-map string-copy string-copy! string-fill! string->list string->vector
          vector->string vector->list vector-copy vector-copy! vector-append vector-fill!
          string-for-each vector-map vector-for-each
          bytevector bytevector-copy bytevector-copy! bytevector-append utf8->string string->utf8
          define-record-type error error-object? error-object-message error-object-irritants
          read-error? file-error? read-line read-string write-string write-u8 read-u8 peek-u8
          u8-ready? char-ready? read-bytevector read-bytevector! write-bytevector open-input-bytevector
          open-output-bytevector get-output-bytevector input-port-open? output-port-open?
          open-input-file open-output-file open-binary-input-file open-binary-output-file
          call-with-port call-with-output-file with-output-to-file features make-promise promise? force delay delay-force make-parameter
          digit-value exact inexact environment eval write-shared write-simple member assoc
          char-foldcase string-foldcase nan? infinite? finite? close-port
          exact-integer-sqrt emergency-exit case map)
  (import (scheme shims)))
