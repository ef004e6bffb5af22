;;; What a library's procedure could not do is resumed as a whole, through the library's own guards and
;;; parameters, and those of the program are in force after it.
(import (scheme base) (scheme write) (tower json) (srfi 133))

(define p (make-parameter 'outside))

(em '(define seen '()))
(em '(set! rescue
           (lambda (condition env cont)
             (set! seen (cons old-exp seen))
             (cont 'resumed))))

(write (list (string->json "[1, 2") 'after))
(newline)
(write (list (parameterize ((p 'inside)) (list (string->json "{") (p))) (p)))
(newline)
(write (guard (e ((symbol? e) (list 'guarded e)))
         (string->json "[")
         (raise 'mine)))
(newline)
(write (with-exception-handler
        (lambda (object) 'returned)
        (lambda () (list (string->json "tru") (raise-continuable 'mine)))))
(newline)
(write (vector-map (lambda (x) (vector-swap! (vector 1 2) 0 x)) #(0 5)))
(newline)
(write (vector-fold (lambda (sum x) (+ sum (car x))) 0 #((1) (2))))
(newline)
(write (vector-fold (lambda (sum x) (cons (car x) sum)) '() #((1) 2 (3))))
(newline)
(write (em '(reverse seen)))
(newline)
