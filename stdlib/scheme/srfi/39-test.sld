(define-library (srfi 39-test)
  (import (except (scheme base) make-parameter parameterize) (srfi 39) (srfi 64))
  (begin
    (define (checked number)
      (if (and (exact-integer? number) (<= 2 number 16)) number (error "no radix" number)))
    (define radix (make-parameter 10 checked))
    (define (f) (number->string 255 (radix)))

    (test-begin "srfi 39")
    (test-group "values"
      (test-eqv 10 (radix))
      (test-equal "255" (f))
      (test-equal "ff" (parameterize ((radix 16)) (f)))
      (test-equal "255" (f))
      (test-error "the converter is asked" error-object? (parameterize ((radix 0)) (f)))
      (test-error "at the beginning, too" error-object? (make-parameter 1 checked))
      (test-equal "converted once" '(1)
        (let ((p (make-parameter 0 list))) (parameterize ((p 1)) (p))))
      (test-eqv "of what is bound together, none sees the other" 10
        (let ((other (make-parameter 0)))
          (parameterize ((radix 2) (other (radix))) (other))))
      (test-eqv 'empty (parameterize () 'empty)))
    (test-group "dynamic extent"
      (test-eqv "a jump leaves it" 10
        (begin
          (call-with-current-continuation
           (lambda (leave) (parameterize ((radix 2)) (leave #f))))
          (radix)))
      (test-equal "a jump back enters it" '(2 2)
        (let ((again #f) (seen '()) (times 0))
          (parameterize ((radix 2))
            (call-with-current-continuation (lambda (k) (set! again k)))
            (set! seen (cons (radix) seen)))
          (set! times (+ times 1))
          (if (< times 2) (again #f))
          seen))
      (test-eqv "a procedure sees its caller's" 8
        (let ((get (parameterize ((radix 2)) (lambda () (radix)))))
          (parameterize ((radix 8)) (get)))))
    (test-group "assignment"
      (let ((p (make-parameter 1)) (q (make-parameter 1 list)))
        (p 2)
        (test-eqv 2 (p))
        (q 2)
        (test-equal "it converts" '(2) (q))
        (test-eqv "inside, it lasts as long as the binding" 4
          (parameterize ((p 3)) (p 4) (p)))
        (test-eqv 2 (p))
        (test-error "the converter is asked" error-object? (radix 99))
        (test-eqv 10 (radix))
        (test-error "with two arguments" error-object? (p 1 2))))
    (test-group "ports are parameters"
      (test-equal "seen"
        (let ((port (open-output-string)))
          (parameterize ((current-output-port port)) (write-string "seen"))
          (get-output-string port)))
      (test-equal '("second" "first")
        (let* ((first (open-output-string)) (second (open-output-string)))
          (parameterize ((current-output-port first))
            (write-string "first")
            (current-output-port second)
            (write-string "second"))
          (list (get-output-string second) (get-output-string first)))))
    (test-error "not a parameter" error-object? (parameterize ((car 1)) 1))
    (test-end)))
