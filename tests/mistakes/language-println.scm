; A word of another language.
(println "hello")
