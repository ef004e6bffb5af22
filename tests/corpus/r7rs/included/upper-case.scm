;; Included by 4.1.7-inclusion.scm, without regard to case.
(DEFINE INCLUDED-3 'Three)
"Text"
