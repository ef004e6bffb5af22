; `display` shows one object.
(define name "Ada")
(display "hello, " name)
