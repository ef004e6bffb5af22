;;; The interpreter of hlisp, in hlisp: what `(init-tower N 'full)` has the levels from 1 to N run in the place of
;;; the evaluator's text. Each function is bound in the store of each of these levels, `map` too.
;;;
;;; As in the evaluator's text a function gets a form, the environment in which it stands, and the
;;; continuation of its value, and what a form is and what a variable holds is asked of the operations of
;;; (tower evaluator). What no form of hlisp is goes to the functions that are there at birth.

(define-program interpreter

  ;; From text to tokens.

  ;; What is no program the reader refuses that is there at birth: an error is what it gives then.
  (defun read-forms (text)
    (let (known (read-at-birth text))
      (if (is-list known) (parse (tokenize text)) known)))

  (defun tokenize (text)
    (if (is-text text) (tokens-from 0 (concat text)) (throw "tokenize needs a text, not" text)))

  (defun is-text (value)
    (match (type value) ("string" true) ("symbol" true) (_ false)))

  (defun tokens-from (place text)
    (let (start (token-start place text))
      (if (< start (length text))
          (let (end (token-end start text))
            (cons (substring text start end) (tokens-from end text)))
          nil)))

  ;; Where the next token begins: behind spaces and comments.
  (defun token-start (place text)
    (let (here (nth place text))
      (if (eq? here nil) place
      (if (is-blank here) (token-start (+ place 1) text)
      (if (eq? here ";") (token-start (line-end place text) text)
          place)))))

  (defun token-end (start text)
    (let (here (nth start text))
      (if (eq? here "\"") (text-end start (+ start 1) text)
      (if (is-mark here) (+ start 1)
          (word-end start text)))))

  (defun word-end (place text)
    (let (here (nth place text))
      (if (eq? here nil) place
      (if (is-blank here) place
      (if (is-mark here) place
      (if (eq? here "\"") place
      (if (eq? here ";") place
          (word-end (+ place 1) text))))))))

  (defun line-end (place text)
    (let (here (nth place text))
      (if (eq? here nil) place
      (if (eq? here "\n") place
          (line-end (+ place 1) text)))))

  (defun text-end (start place text)
    (let (here (nth place text))
      (if (eq? here nil) (throw "Missing quote:" (first-of-line start (substring text start)))
      (if (eq? here "\"") (+ place 1)
      (if (eq? here "\\") (text-end start (+ place 2) text)
          (text-end start (+ place 1) text))))))

  (defun first-of-line (start text)
    (let (end (line-end 0 text))
      (if (> end 40) (concat (substring text 0 40) " ...") (substring text 0 end))))

  (defun is-blank (character) (eq? (string-trim character) ""))

  (defun is-mark (character) (assoc character '(("(") (")") ("'"))))

  ;; From tokens to forms. The marks are names that no token can be otherwise: a text has quotes.

  (defun parse (tokens)
    (if (is-text tokens) (parse (tokenize tokens))
    (if (is-list tokens) (forms-of-tokens (map form-of-token tokens) nil nil)
        (throw "parse needs a list of tokens, not" tokens))))

  (defun form-of-token (token)
    (if (is-mark token) (list "mark" token) (list "form" (infer-type token))))

  ;; `forms` are those of the innermost list that is open, the last first; `open` those of the lists around
  ;; it. A quote opens a list that its form closes.
  (defun forms-of-tokens (tokens forms open)
    (if tokens
        (match (car tokens)
          (("form" form) (add-form form (cdr tokens) forms open))
          (("mark" "(") (forms-of-tokens (cdr tokens) nil (cons forms open)))
          (("mark" "'") (forms-of-tokens (cdr tokens) (list quote-mark) (cons forms open)))
          (_ (close-list (cdr tokens) forms open)))
        (if (is-quoting forms) (throw "Nothing after the quote")
        (if open (close-list nil forms open)
            (reversed-onto forms nil)))))

  (defun close-list (tokens forms open)
    (if (is-quoting forms) (throw "Nothing after the quote")
    (if open (add-form (reversed-onto forms nil) tokens (car open) (cdr open))
        (throw "One ) too many"))))

  (defun add-form (form tokens forms open)
    (if (is-quoting forms)
        (add-form (list 'quote form) tokens (car open) (cdr open))
        (forms-of-tokens tokens (cons form forms) open)))

  (defun is-quoting (forms)
    (if forms (eq? (car forms) quote-mark) false))

  (defun quote-mark () nil)

  (defun reversed-onto (items done)
    (if items (reversed-onto (cdr items) (cons (car items) done)) done))

  (defun map (function items)
    (if items (cons (function (car items)) (map function (cdr items))) nil))

  ;; From forms to values.

  (defun base-eval (exp env cont)
    (match (form-kind exp env)
      ('variable (eval-var exp env cont))
      ('constant (cont exp))
      ('application (eval-application exp env cont))
      ('macro (eval-form exp env cont))
      ('quote (eval-quote exp env cont))
      ('lambda (eval-lambda exp env cont))
      ('begin (eval-begin (cdr exp) env cont))
      ('if (eval-if exp env cont))
      ('set! (eval-set! exp env cont))
      ('define (eval-define exp env cont))
      ('delta (eval-delta exp env cont))
      ('define-syntax (eval-define-syntax exp env cont))
      ('let-syntax (eval-let-syntax exp env cont))
      ('import (load-library exp env cont))
      ('define-library (load-library exp env cont))
      ('EM (cont (eval (strip-syntax (nth 1 exp)) (interaction-environment))))
      (_ (fail (malformation exp env) exp env cont))))

  ;; `map` is no builtin: it is one of these functions.
  (defun eval-var (name env cont)
    (let (place (if (eq? name 'map) (if (is-bound-here name env) env (environment '(hlisp))) env))
      (conclude (look-up name place) name env cont)))

  (defun is-bound-here (name env) (is-list (is-among name (environment-bound-names env))))

  (defun is-among (name names)
    (if names (if (eq? name (car names)) names (is-among name (cdr names))) false))

  (defun eval-quote (exp env cont) (cont (strip-syntax (nth 1 exp))))

  (defun eval-lambda (exp env cont) (cont (make-procedure exp env)))

  (defun eval-begin (body env cont)
    (if body
        (if (cdr body)
            (base-eval (car body) env (lambda (ignored) (eval-begin (cdr body) env cont)))
            (base-eval (car body) env cont))
        (cont nil)))

  (defun eval-list (exps env cont)
    (if exps
        (base-eval (car exps) env
          (lambda (first)
            (eval-list (cdr exps) env
              (lambda (rest) (cont (cons first rest))))))
        (cont nil)))

  (defun eval-application (exp env cont)
    (base-eval (car exp) env
      (lambda (function)
        (if (delta? function)
            (base-apply function (cdr exp) (within exp env) cont)
            (eval-list (cdr exp) env
              (lambda (arguments)
                (base-apply function arguments (within exp env) cont)))))))

  (defun base-apply (function arguments env cont)
    (if (interpreted? function)
        (let (inner (procedure-environment function arguments))
          (if (failure? inner)
              (fail inner (cons function arguments) (closed-environment function) cont)
              (eval-begin (procedure-body function) inner cont)))
    (if (delta? function) ((delta-procedure function) arguments env cont)
    (if (foreign-procedure? function) (foreign-apply function arguments env cont)
        (apply-below function arguments env cont)))))

  ;; An answer of an operation: the value, or the error of the level that is interpreted.
  (defun conclude (answer exp env cont)
    (if (failure? answer) (fail answer exp env cont) (cont answer)))

  ;; The forms of hlisp. What is none, or badly made, is left to `eval-macro-use`, which says so; `lambda`,
  ;; `defun` and `fork` are made of others.

  (defun eval-form (exp env cont)
    (match (form-of-hlisp exp env)
      ("if" (eval-conditional exp env cont))
      ("let" (eval-let exp env cont))
      ("match" (eval-match exp env cont))
      ("progn" (eval-begin (cdr exp) env cont))
      (_ (eval-macro-use exp env cont))))

  (defun form-of-hlisp (exp env)
    (let (name (strip-syntax (car exp)) here (closed-environment (lambda () nil)))
      (if (is-list exp) (if (identifier=? env (car exp) here name) name nil) nil)))

  (defun eval-conditional (exp env cont)
    (if (< 2 (length exp) 5)
        (base-eval (nth 1 exp) env
          (lambda (test)
            (if test
                (base-eval (nth 2 exp) env cont)
                (eval-begin (slice exp 3) env cont))))
        (eval-macro-use exp env cont)))

  (defun eval-let (exp env cont)
    (let (bindings (nth 1 exp))
      (match (kind-of-bindings exp bindings)
        ("pairs"
         (eval-list (map second-of bindings) env
           (lambda (values)
             (eval-body (slice exp 2) exp (with-variables (map car bindings) values env) cont))))
        ("sequence" (eval-bindings bindings exp env cont))
        (_ (eval-macro-use exp env cont)))))

  (defun second-of (items) (nth 1 items))

  (defun kind-of-bindings (exp bindings)
    (if (< (length exp) 3) "none"
    (if (not (is-list bindings)) "none"
    (if (are-pairs bindings) (if (are-variable-names (map car bindings)) "pairs" "none")
    (if (is-sequence bindings) "sequence" "none")))))

  (defun are-pairs (bindings)
    (if bindings
        (if (is-list (car bindings))
            (if (eq? (length (car bindings)) 2) (are-pairs (cdr bindings)) false)
            false)
        true))

  (defun is-sequence (bindings)
    (match bindings
      (nil true)
      ((cons name (cons value rest)) (if (is-variable-name name) (is-sequence rest) false))
      (_ false)))

  (defun is-variable-name (form) (eq? (type form) "symbol"))

  ;; Whether these are names, and each another.
  (defun are-variable-names (forms)
    (if forms
        (if (is-variable-name (car forms))
            (if (is-among (car forms) (cdr forms)) false (are-variable-names (cdr forms)))
            false)
        true))

  (defun eval-bindings (bindings exp env cont)
    (match bindings
      ((cons name (cons value rest))
       (base-eval value env
         (lambda (value)
           (eval-bindings rest exp (with-variables (list name) (list value) env) cont))))
      (_ (eval-body (slice exp 2) exp env cont))))

  ;; The environment with these variables in it.
  (defun with-variables (names values env)
    (procedure-environment (make-procedure (list 'lambda names nil) env) values))

  ;; A body, which may define names of its own.
  (defun eval-body (body exp env cont)
    (let (inner (procedure-environment (make-procedure (cons 'lambda (cons nil body)) env) nil))
      (if (failure? inner) (fail inner exp env cont) (eval-begin body inner cont))))

  (defun eval-match (exp env cont)
    (if (are-clauses (slice exp 2) (length exp))
        (base-eval (nth 1 exp) env
          (lambda (value) (eval-clauses (slice exp 2) value exp env cont)))
        (eval-macro-use exp env cont)))

  (defun are-clauses (clauses size)
    (if (< size 2) false
    (if clauses
        (if (is-list (car clauses))
            (if (car clauses)
                (if (is-pattern (car (car clauses))) (are-clauses (cdr clauses) size) false)
                false)
            false)
        true)))

  (defun is-pattern (pattern)
    (match (type pattern)
      ("list" (if (is-list pattern) (are-patterns pattern) false))
      ("symbol" true)
      ("string" true)
      ("number" true)
      (_ false)))

  (defun are-patterns (patterns)
    (if patterns (if (is-pattern (car patterns)) (are-patterns (cdr patterns)) false) true))

  (defun eval-clauses (clauses value exp env cont)
    (if clauses
        (let (found (fit-pattern (car (car clauses)) value nil) body (cdr (car clauses)))
          (if (not (is-list found)) (eval-clauses (cdr clauses) value exp env cont)
          (if found (eval-body body exp (with-variables (map car found) (map second-of found) env) cont)
              (eval-begin body env cont))))
        (base-apply (lambda (value) (match value)) (list value) env cont)))

  ;; The names of a pattern, each with its part of the value, added to those that are found: or `false`, if
  ;; the value does not fit.
  (defun fit-pattern (pattern value found)
    (match (type pattern)
      ("symbol" (fit-name pattern value found))
      ("list" (fit-list pattern value found))
      (_ (if (eq? pattern value) found false))))

  (defun fit-name (name value found)
    (if (eq? name '_) found
    (if (eq? name 'nil) (if (eq? value nil) found false)
    (if (eq? name 'true) (if (eq? value true) found false)
    (if (eq? name 'false) (if (eq? value false) found false)
        (cons (list name value) (without-name name found)))))))

  (defun without-name (name found)
    (if found
        (if (eq? (car (car found)) name)
            (without-name name (cdr found))
            (cons (car found) (without-name name (cdr found))))
        nil))

  (defun fit-list (pattern value found)
    (match pattern
      (('quote constant) (if (eq? value constant) found false))
      (('cons first rest) (fit-pair first rest value found))
      ((cons 'list patterns) (fit-each patterns value found))
      (_ (fit-each pattern value found))))

  (defun fit-each (patterns value found)
    (if patterns
        (fit-pair (car patterns) (cons 'list (cdr patterns)) value found)
        (if (eq? value nil) found false)))

  (defun fit-pair (first rest value found)
    (match value
      ((cons head tail)
       (let (found (fit-pattern first head found))
         (if (is-list found) (fit-pattern rest tail found) false)))
      (_ false))))
