; Numeric equality of strings.
(define name "Ada")
(if (= name "Ada")
    (display "hello"))
