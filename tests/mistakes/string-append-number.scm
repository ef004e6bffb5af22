; A number in the middle of strings.
(define age 41)
(display (string-append "you are " age " years old"))
