;;; The dialect sicp: Scheme, and the names of "Structure and Interpretation of Computer Programs".

(eval '(import (sicp)) global-env)
