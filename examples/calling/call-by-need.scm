;;; Call by need: an operand is evaluated when it is first used, and once only.
;;;
;;; It is call-by-name.scm but for one procedure, `value-of`, which keeps the value that it finds. That
;;; is what lazy languages do, and endless lists are nothing special in them.

(EM (begin
      (define-record-type operand (wrap exp env) wrapped?
        (exp operand-exp set-operand-exp!)
        (env operand-env set-operand-env!))       ; #f: `exp` is the value

      (define (value-of object cont)
        (cond ((not (wrapped? object)) (cont object))
              ((operand-env object)
               (base-eval (operand-exp object) (operand-env object)
                 (lambda (value)
                   (set-operand-exp! object value)
                   (set-operand-env! object #f)
                   (cont value))))
              (else (cont (operand-exp object)))))

      (define (values-of objects cont)
        (if (null? objects)
            (cont '())
            (value-of (car objects)
              (lambda (first)
                (values-of (cdr objects)
                  (lambda (rest) (cont (cons first rest))))))))

      ;; The procedures that take their operands by need: those made from here on.
      (define by-need (make-eq-hash-table))

      (define (eval-lambda/need exp env cont)
        (original-lambda exp env
          (lambda (procedure)
            (hash-table-set! by-need procedure #t)
            (cont procedure))))

      (define (eval-list/need exps env cont)
        (cont (map (lambda (exp) (wrap exp env)) exps)))

      (define (eval-var/need exp env cont)
        (original-var exp env (lambda (object) (value-of object cont))))

      (define (base-apply/need operator operands env cont)
        (if (hash-table-contains? by-need operator)
            (original-apply operator operands env cont)
            (values-of operands
              (lambda (operands) (original-apply operator operands env cont)))))

      (define original-lambda eval-lambda)
      (define original-list eval-list)
      (define original-var eval-var)
      (define original-apply base-apply)
      (set! eval-lambda eval-lambda/need)
      (set! eval-list eval-list/need)
      (set! eval-var eval-var/need)
      (set! base-apply base-apply/need)))

;; An operand that is used twice is evaluated once.
(define (double x) (+ x x))
(display (double (begin (display "evaluated ") 21)))
(newline)

;; A pair of ours whose parts wait until somebody wants them. `cons` is a builtin, and wants values.
(define (pair first rest)
  (lambda (choose) (choose first rest)))
(define (first-of p) (p (lambda (first rest) first)))
(define (rest-of p) (p (lambda (first rest) rest)))
(define (take n p)
  (if (= n 0)
      '()
      (cons (first-of p) (take (- n 1) (rest-of p)))))

;; All the numbers from n on.
(define (from n) (pair n (from (+ n 1))))
(display (take 5 (from 1)))
(newline)

;; All the primes: those that are left when the multiples of the primes before are gone.
(define (sieve numbers)
  (define prime (first-of numbers))
  (pair prime
        (sieve (without-multiples prime (rest-of numbers)))))
(define (without-multiples n numbers)
  (if (= 0 (remainder (first-of numbers) n))
      (without-multiples n (rest-of numbers))
      (pair (first-of numbers) (without-multiples n (rest-of numbers)))))
(display (take 10 (sieve (from 2))))
(newline)

;; We take it back.
(EM (begin
      (set! eval-lambda original-lambda)
      (set! eval-list original-list)
      (set! eval-var original-var)
      (set! base-apply original-apply)))
(display (double (begin (display "evaluated ") 21)))
(newline)
(display (evaluators 0))
(newline)
