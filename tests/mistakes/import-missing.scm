; A name of a library that was not imported.
(define gen (make-range-generator 1 5))
