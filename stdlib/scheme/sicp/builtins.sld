(define-library (sicp builtins)
  (export
   -1+ 1+ assert cons-stream delay empty-stream? force iota random runtime square stream stream->list
   stream-append stream-car stream-cdr stream-filter stream-first stream-for-each stream-head
   stream-map stream-null? stream-pair? stream-ref stream-rest stream-tail
   the-empty-stream the-environment void))
