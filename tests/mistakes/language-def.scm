; A word of another language.
(def x 5)
