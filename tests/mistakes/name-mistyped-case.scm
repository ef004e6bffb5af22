; A name with a capital letter.
(Define x 1)
(display x)
