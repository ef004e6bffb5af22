; A word of another language.
(printf "%d" 5)
