; A string that is not closed.
(define greeting "hello)
(display greeting)
