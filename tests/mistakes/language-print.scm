; A word of another language.
(print "hello")
