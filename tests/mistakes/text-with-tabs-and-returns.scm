(define (f x)
	(if x
		(car	5)))
(f 1)
