; Numeric equality of symbols.
(define (vowel? letter)
  (or (= letter 'a) (= letter 'e)))
(display (vowel? 'a))
