;;; The dialect hlisp. README.md beside this file says what its names mean, and why.
;;;
;;; Its programs are Scheme's programs in which some names mean something else: what is read is a list of
;;; forms, and the forms are macros and procedures that every level inherits.

(define-library (hlisp functions)
  (export
   / assign assoc attempt call concat dict dict-get dict-merge dict-put empty? eval-form execute-meta false file
   flat-length infer-type init-tower interpret is-list join json length load-program negate nil no-match nothing
   nth parse print read-forms-of read-input replace req run same? sanitize sentence show-result shown-in slice
   start-task substring throw tokenize true type)
  (import (except (scheme base) / assoc length substring)
          (prefix (only (scheme base) / length) scheme:)
          (scheme char) (scheme cxr) (scheme eval) (scheme file) (scheme load) (scheme repl)
          (scheme write) (srfi 69) (tower json) (except (tower language) init-tower)
          (rename (only (tower language) init-tower) (init-tower honest-tower)))
  (include "text.scm" "reader.scm" "writer.scm" "names.scm" "dicts.scm" "tasks.scm" "programs.scm"
           "towers.scm" "interpreter.scm"))

(define-library (hlisp forms)
  (export defun fork if lambda let match progn)
  (import (prefix (except (scheme base) car cdr cons list pair? quote _ ...) scheme:)
          (only (scheme base) car cdr cons list pair? quote _ ...)
          (only (hlisp functions) assign empty? false nil no-match nothing same? start-task true))
  (include "forms.scm"))

(define-library (hlisp)
  (export
   * + - / < > append assoc call car cdr concat cons defun dict em-cont false file flat-length fork if
   infer-type init-tower interpret is-list join json lambda length let list match nil nth parse print progn quote
   replace req run sanitize slice substring throw tokenize true type
   (rename assign set) (rename dict-get get-dict) (rename dict-merge merge-dict)
   (rename dict-put put-dict) (rename eval-form eval) (rename execute-meta em)
   (rename load-program load) (rename negate not) (rename read-input read) (rename same? eq?))
  (import (only (scheme base) * + - < > append car cdr cons list quote)
          (only (tower language) em-cont) (hlisp functions) (hlisp forms)))

(import (only (hlisp functions) attempt read-forms-of sentence show-result shown-in))

;; The names of the level below.
(eval '(import (hlisp)) global-env)

;; How it reads, prints and fails.
(set! read-forms read-forms-of)
(set! print-result show-result)
(set! rescue
      (let ((move-up rescue))
        (lambda (condition env cont) (move-up condition env cont (sentence condition) "Moving up"))))

;; What a session without levels prompts with.
(define flat-prompt "h> ")
