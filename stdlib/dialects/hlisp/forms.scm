;;; The forms. Scheme's own have `scheme:` before their names here.

(scheme:define-syntax progn
  (scheme:syntax-rules ()
    ((_) nil)
    ((_ form ...) (scheme:begin form ...))))

;; False are `false`, `nil` and what has no value.
(scheme:define-syntax if
  (scheme:syntax-rules ()
    ((_ test consequent) (if test consequent nil))
    ((_ test consequent alternative)
     (scheme:let ((value test))
       (scheme:if (scheme:if value
                             (scheme:if (scheme:null? value)
                                        #f
                                        (scheme:not (scheme:eq? value nothing)))
                             #f)
                  consequent
                  alternative)))))

(scheme:define-syntax lambda
  (scheme:syntax-rules ()
    ((_ parameters form ...) (scheme:lambda parameters (progn form ...)))))

(scheme:define-syntax defun
  (scheme:syntax-rules ()
    ((_ name parameters form ...) (assign 'name (lambda parameters form ...)))))

;; (let (name value) form ...), with any number of names, each seen by those after it; or with a list for
;; each, which do not see each other.
(scheme:define-syntax let
  (scheme:syntax-rules ()
    ((_ ((name value) ...) form ...) (scheme:let ((name value) ...) (progn form ...)))
    ((_ (name value) form ...) (scheme:let ((name value)) (progn form ...)))
    ((_ (name value more ...) form ...) (scheme:let ((name value)) (let (more ...) form ...)))))

;; (fork form ...): their value may be a function, which is called.
(scheme:define-syntax fork
  (scheme:syntax-rules ()
    ((_ form ...) (start-task (scheme:lambda () (progn form ...))))))

;; (match value (pattern form ...) ...). A pattern is written as what makes such a value: a constant, `'x`,
;; `nil`, `(list p ...)`, `(cons p p)`; a name stands for anything, and is bound to it; `_` is not. A list
;; that begins otherwise is the list of its elements.
(scheme:define-syntax match
  (scheme:syntax-rules ()
    ((_ value (pattern form ...) ...)
     (scheme:let ((matched value)) (match-clauses matched (pattern form ...) ...)))))

(scheme:define-syntax match-clauses
  (scheme:syntax-rules ()
    ((_ matched) (no-match matched))
    ((_ matched (pattern form ...) clause ...)
     (scheme:let ((next (scheme:lambda () (match-clauses matched clause ...))))
       (match-pattern matched pattern (progn form ...) (next))))))

(scheme:define-syntax match-pattern
  (scheme:syntax-rules (quote list cons nil true false _)
    ((_ value _ yes no) yes)
    ((_ value nil yes no) (scheme:if (empty? value) yes no))
    ((_ value true yes no) (scheme:if (scheme:eq? value #t) yes no))
    ((_ value false yes no) (scheme:if (scheme:eq? value #f) yes no))
    ((_ value 'constant yes no) (scheme:if (same? value 'constant) yes no))
    ((_ value (cons first rest) yes no)
     (scheme:if (pair? value)
       (scheme:let ((head (car value)) (tail (cdr value)))
         (match-pattern head first (match-pattern tail rest yes no) no))
       no))
    ((_ value (list) yes no) (scheme:if (empty? value) yes no))
    ((_ value (list first more ...) yes no)
     (match-pattern value (cons first (list more ...)) yes no))
    ((_ value () yes no) (scheme:if (empty? value) yes no))
    ((_ value (first more ...) yes no)
     (match-pattern value (cons first (list more ...)) yes no))
    ((_ value name yes no)
     (if-name name
       (scheme:let ((name value)) yes)
       (scheme:if (same? value name) yes no)))))

;; A name as a pattern matches anything, a constant only itself.
(scheme:define-syntax if-name
  (scheme:syntax-rules ()
    ((_ thing yes no)
     (scheme:let-syntax ((test (scheme:syntax-rules ()
                                 ((test thing then else) then)
                                 ((test other then else) else))))
       (test anything yes no)))))
