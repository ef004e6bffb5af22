; A word of another language.
(defun square (x) (* x x))
