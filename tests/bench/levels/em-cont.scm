;;; Inputs that go up, and come down again.
;;; n: how often.
;;; levels: smoke=100000 per=cycle:n session
(define n 1000000)

(em-cont)
(old-cont 1)
