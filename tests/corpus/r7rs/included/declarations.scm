;; Included by 5.6-libraries.scm as declarations of a library.
(export declared (rename hidden shown))
(import (scheme base))
(begin (define hidden 'hidden))
