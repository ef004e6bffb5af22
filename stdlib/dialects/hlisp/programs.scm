;;; Programs as values: what runs them, and what they are read from.

;; Where a program runs that `interpret` was given with a store; #f for the level that runs.
(define place (make-parameter #f))

(define (here) (or (place) (interaction-environment)))

;; (set name value): binds the name where the program runs.
(define (assign name value)
  (checked "set" ((text? name "a name"))
    (let ((name (name-of name)))
      (environment-define (here) name (as-variable name value))
      value)))

;; What the level below is rewritten by may give texts for names.
(define (as-variable name value)
  (if (and (eq? name 'transform) (procedure? value))
      (lambda (forms)
        (let ((rewritten (value forms)))
          (if (and (list? rewritten) (not (endless? rewritten))) (map named rewritten) rewritten)))
      value))

;; A form in which a text may stand for a name: at the head of a list, and among parameters. The same
;; object where nothing does.
(define (as-form form)
  (if (endless? form) (refuse "eval" "a form that has an end" form) (named form)))

(define (named form)
  (cond ((not (pair? form)) form)
        ((eq? (car form) 'quote) form)
        ((string? (car form)) (named (cons (string->symbol (car form)) (cdr form))))
        ((memq (car form) '(lambda defun)) (as-definition form))
        (else (as-parts form))))

(define (as-parts forms)
  (if (not (pair? forms))
      forms
      (let ((first (named (car forms))) (rest (as-parts (cdr forms))))
        (if (and (eq? first (car forms)) (eq? rest (cdr forms))) forms (cons first rest)))))

(define (as-definition form)
  (let ((rest (as-parts (cdr form))))
    (if (not (pair? rest))
        form
        (let* ((heads (if (eq? (car form) 'defun) 2 1))
               (named (with-names heads rest)))
          (if (eq? named (cdr form)) form (cons (car form) named))))))

;; The first of these forms, so many, are names or lists of names.
(define (with-names count forms)
  (if (or (= count 0) (not (pair? forms)))
      forms
      (let ((first (as-names (car forms))) (rest (with-names (- count 1) (cdr forms))))
        (if (and (eq? first (car forms)) (eq? rest (cdr forms))) forms (cons first rest)))))

(define (as-names names)
  (cond ((string? names) (string->symbol names))
        ((pair? names)
         (let ((first (as-names (car names))) (rest (as-names (cdr names))))
           (if (and (eq? first (car names)) (eq? rest (cdr names))) names (cons first rest))))
        (else names)))

;; (eval form [environment])
(define (eval-form form . environment)
  (eval (as-form form) (if (null? environment) (here) (car environment))))

;; (em form): one level up.
(define (execute-meta form) (em (as-form form)))

;; (interpret ast [store]): runs a parsed program; the value of its last form.
(define (interpret ast . store) (run-program "interpret" ast store))

(define (run-program who ast store)
  (let ((forms (as-program ast)))
    (cond ((not (list? forms)) (refuse who "a program" ast))
          ((null? store) (run-forms forms (here)))
          ((environment? (car store)) (run-forms-in (car store) forms))
          ((store? (car store)) (run-forms-in (environment-of-store (car store)) forms))
          ((hash-table? (car store)) (run-on-dict forms (car store)))
          (else (refuse who "a store" (car store))))))

;; A program is a list of forms; what does not begin with a list is one form.
(define (as-program ast)
  (if (or (null? ast) (and (pair? ast) (pair? (car ast))))
      (and (list? ast) (not (endless? ast)) (map named ast))
      (list (as-form ast))))

(define (run-forms forms environment)
  (cond ((null? forms) '())
        ((null? (cdr forms)) (eval (car forms) environment))
        (else
         (eval (car forms) environment)
         (run-forms (cdr forms) environment))))

(define (run-forms-in environment forms)
  (parameterize ((place environment)) (run-forms forms environment)))

;; The store of the level below is the one that its programs change; another one is copied.
(define (environment-of-store store)
  (let ((here (interaction-environment)))
    (if (and (environment-bound? here 'global-env)
             (eq? store (environment-lookup here 'store)))
        (environment-lookup here 'global-env)
        (environment-with
         (map (lambda (name) (cons name (store-ref store name nothing))) (store-names store))))))

(define (environment-with bindings)
  (let ((made (environment '(hlisp))))
    (for-each (lambda (binding) (environment-define made (car binding) (cdr binding))) bindings)
    made))

;; A dict as a store: its names are variables, and what the program binds is put into it.
(define (run-on-dict forms dict)
  (let* ((keys (hash-table-keys dict))
         (made
          (environment-with
           (map (lambda (key) (cons (string->symbol key) (hash-table-ref dict key))) keys)))
         (given (environment-bound-names (environment '(hlisp))))
         (value (run-forms-in made forms)))
    (for-each
     (lambda (name)
       (let ((key (symbol->string name)))
         (if (or (hash-table-exists? dict key) (not (memq name given)))
             (hash-table-set! dict key (environment-lookup made name)))))
     (environment-bound-names made))
    value))

;; (run text [store])
(define (run text . store)
  (checked "run" ((text? text "a text"))
    (let ((forms (forms-of-text (text-of text))))
      (run-program "run" (as-list-of-forms forms) store))))

;; So that a program of one word is no form that is called.
(define (as-list-of-forms forms)
  (if (and (pair? forms) (not (pair? (car forms)))) (cons (list 'progn) forms) forms))

;; (load path)
(define (load-program path)
  (checked "load" ((text? path "a path")) (load (text-of path))))

;; (file path): its text. (file path text): writes it.
(define (file path . text)
  (checked "file" ((text? path "a path"))
    (as-one-step
     (lambda ()
       (if (null? text)
           (call-with-input-file (text-of path) whole-text)
           (let ((text (shown (car text))))
             (call-with-output-file (text-of path) (lambda (port) (write-string text port)))
             text))))))

(define (whole-text port)
  (let loop ((pieces '()))
    (let ((piece (read-string 65536 port)))
      (if (eof-object? piece)
          (begin (close-port port) (string-concatenate (reverse pieces)))
          (loop (cons piece pieces))))))

;; (read): the next line of the input as a form; (read text): the first form of a text.
(define (read-input . text)
  (if (null? text)
      (let ((line (read-line)))
        (if (eof-object? line) '() (first-form line)))
      (checked "read" ((text? (car text) "a text")) (first-form (text-of (car text))))))

(define (first-form text)
  (let ((forms (forms-of-text text)))
    (if (null? forms) '() (car forms))))

;; (req url)
(define (req url)
  (checked "req" ((text? url "a text")) (error (string-append "No network: " (text-of url)))))

;; (call function argument …): the function may be given by name.
(define (call function . arguments)
  (apply (as-function function) arguments))

(define (as-function function)
  (cond ((procedure? function) function)
        ((text? function) (eval (name-of function) (here)))
        (else (refuse "call" "a function" function))))

;; For programs in other languages: calls one of these functions, given by name, with an argument. A pair
;; of whether that went well, and the value or what is said.
(define (attempt call)
  (attempted
   (lambda ()
     ((case (car call)
        ((tokenize) tokenize)
        ((parse) parse)
        ((eval) eval-form)
        (else run))
      (cadr call)))))

;; The same with what `print` would show of the only element of a list.
(define (shown-in values)
  (attempted (lambda () (shown (car values)))))

(define (attempted thunk)
  (guard (condition (#t (cons #f (sentence condition))))
    (cons #t (thunk))))
