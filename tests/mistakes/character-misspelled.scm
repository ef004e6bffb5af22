; A character's name that is misspelled.
(define gap #\spcae)
