; A comment that is not closed.
#| This comment
   goes on.
(display "hello")
