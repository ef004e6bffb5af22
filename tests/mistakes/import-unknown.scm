; A library that is spelled wrongly.
(import (scheme lists))
