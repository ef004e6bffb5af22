(define-library (tower accumulators)
  (export
   bytevector-accumulator bytevector-accumulator! count-accumulator list-accumulator
   make-accumulator product-accumulator reverse-list-accumulator reverse-vector-accumulator
   string-accumulator sum-accumulator vector-accumulator vector-accumulator!)
  (import (scheme base) (tower checks) (tower prelude))
  (include "accumulators.scm"))
