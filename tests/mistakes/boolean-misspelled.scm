; A boolean that is misspelled.
(define done #ture)
