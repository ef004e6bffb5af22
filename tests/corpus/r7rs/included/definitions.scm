;; Included by 4.1.7-inclusion.scm.
(define included-1 'one)
(define Included-2 (list included-1 'Two))
