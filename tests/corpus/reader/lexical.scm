;;; Lexical syntax of programs: comments, case, brackets of data, labels (R7RS 2).
(import (scheme base) (scheme write))

(define (show x) (write x) (newline)) ; a comment after code

#| A block comment
   #| nested |#
   (show 'not-run)
|#
(show 'after-block)
#;(show 'commented-out)
(show (list 1 #;2 3))
(show (list 1 #;(nested (datum)) #;#(vector) 2))
(show '(a #;b . #;c d))
#;#;(show 'both) (show 'commented)
(show 'after-two)
(define Case 'upper)
(define case-variable 'lower)
(show (list Case case-variable))
(show (eq? 'abc 'Abc))
#!fold-case
(show (eq? 'ABC 'abc))
(DEFINE Folded 1)
(show folded)
#!no-fold-case
(show (eq? 'ABC 'abc))
(show '#0=(a b))
(show (let ((x '#1=(a #1#))) (eq? x (cadr x))))
(show (car '#2=(x . #2#)))
(show
 '(1
   ; comment in a list
   2 #| and another |# 3))
(define |a variable| 5)
(show |a variable|)
(show (let ((|x| 1)) x))
(show '|x\x41;y|)
(show '(a.b c..d))
(show (quote
       spread-over
       ))
(show '#(a #(b) "c" #\d))
(show '(#\( #\) #\; #\"))
(show "; not a comment")
(show "#| not a comment |#")
(show '|; not a comment|)
(show (let* ((a 1)(b 2))(+ a b)))
(show (string->symbol "UPPER"))
(show (list #XAB #B11))
