; A name that the library does not export.
(import (only (srfi 1) fold filtre))
