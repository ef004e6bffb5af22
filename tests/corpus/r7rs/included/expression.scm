;; Included by 4.1.7-inclusion.scm.
(if (number? x) (* 2 x) (list 2 (if (procedure? x) (x) included-1)))
