;; Included by 5.6-libraries.scm as a library's body.
(define declared (list 'declared hidden))
