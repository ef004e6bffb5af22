;;; eval without an environment is about the global one of the level that calls it, whoever calls it for
;;; that level: nothing is bound for the others.
(define (show x) (write x) (newline))
(define-syntax bound
  (syntax-rules () ((_ name) (list (environment-bound? (interaction-environment) 'name)
                                   (em '(environment-bound? (interaction-environment) 'name))))))

(eval '(define a 1))
(define (f) (eval '(define b 2)))
(f)
(for-each eval '((define c 3)))
(apply eval '((define d 4)))
(dynamic-wind (lambda () #f) (lambda () (eval '(define e 5))) (lambda () #f))
(with-exception-handler
 (lambda (c) (eval '(define g 6)))
 (lambda () (raise-continuable 'c)))
(em '(eval '(define h 7)))
(show (list (bound a) (bound b) (bound c) (bound d) (bound e) (bound g) (bound h)))
(show (list a b c d e g (em 'h)))

;; A procedure is run by the level that calls it.
(em '(define (level-of-caller) (eval 'level)))
(show (list ((em 'level-of-caller)) (em '(level-of-caller)) (eval 'level) (map eval '(level car))))
(define-library (inner) (export its) (import (scheme base) (scheme eval))
  (begin (define a 'library) (define (its form) (eval form))))
(import (inner))
(show (its 'a))
