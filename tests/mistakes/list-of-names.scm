; A list of symbols without a quote.
(define fruits (apple pear plum))
(display fruits)
