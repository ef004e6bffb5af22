//! Words of other languages, and what is written here instead.
//!
//! Invariant: no word here is bound at a level that was just born, and each procedure or form that
//! the words name in back quotes is.

use super::Part;

/// Bytes of a form that is written out as it may have been meant.
const LONGEST: usize = 60;

/// Words, each group with what is written instead.
const WORDS: &[(&[&str], &str)] = &[
    (
        &["null", "nil", "Nil", "None", "NULL", "undefined"],
        "the empty list is written `'()`; `(null? x)` asks for it",
    ),
    (&["true", "True", "TRUE", "t"], "true is written `#t`"),
    (&["false", "False", "FALSE"], "false is written `#f`"),
    (
        &["print", "println", "printf", "puts", "echo", "console.log", "cout", "writeln"],
        "`(display x)` shows a value, and `(newline)` ends the line",
    ),
    (
        &["len", "size", "count-of", "length-of"],
        "`(length xs)` is the length of a list, `(string-length s)` and `(vector-length v)` those of \
         strings and vectors",
    ),
    (
        &["defun", "function", "func", "fun", "proc", "procedure", "method"],
        "a procedure is defined by `(define (name parameter ...) body ...)`",
    ),
    (
        &["def", "definition"],
        "definitions are `(define name value)` and `(define (name parameter ...) body ...)`",
    ),
    (
        &["var", "val", "const", "int", "float", "double", "defvar", "defparameter", "defconstant"],
        "a variable is defined by `(define name value)`",
    ),
    (&["setq", "setf", "set", "assign"], "a variable is assigned by `(set! name value)`"),
    (&["incf", "inc!"], "`(set! i (+ i 1))` adds one to a variable"),
    (&["decf", "dec!"], "`(set! i (- i 1))` takes one from a variable"),
    (
        &["while", "until", "repeat", "for", "foreach", "dotimes", "dolist", "each"],
        "loops are `(do ((i 0 (+ i 1))) ((= i 10)) body ...)`, `(let loop ((i 0)) ... (loop (+ i 1)))` \
         and `(for-each procedure list)`",
    ),
    (
        &["return"],
        "the value of a procedure is that of the last expression of its body: leave `return` out",
    ),
    (
        &["elif", "elseif", "elsif", "else-if", "switch", "match", "then"],
        "several cases are written `(cond (test value) ... (else value))`",
    ),
    (&["==", "===", "equals"], "`(= a b)` compares numbers, `(equal? a b)` anything"),
    (
        &["!=", "/=", "<>", "!=="],
        "write `(not (= a b))`, or `(not (equal? a b))` for what is no number",
    ),
    (&["eql"], "the predicate is `(eqv? a b)`"),
    (&["&&", "&"], "write `(and a b)`"),
    (&["||"], "write `(or a b)`"),
    (&["!", "~"], "write `(not a)`"),
    (&["mod", "%", "rem"], "`(modulo a b)` has the sign of b, `(remainder a b)` that of a"),
    (&["div", "//"], "`(quotient a b)` divides integers"),
    (&["**", "^", "pow", "power"], "`(expt base exponent)` is the power"),
    (
        &["try", "catch", "except", "rescue-from", "handler-case"],
        "errors are caught by `(guard (e (#t handler ...)) body ...)`",
    ),
    (&["throw", "signal"], "`(error \"message\" object ...)` and `(raise object)` raise an error"),
    (
        &["require-library", "use", "using", "include-library"],
        "libraries come by `(import (srfi 1))`",
    ),
    (
        &["str", "toString", "to-string", "to_s", "itoa"],
        "`(number->string n)` gives the text of a number, `(symbol->string s)` that of a symbol",
    ),
    (
        &["parseInt", "parseFloat", "atoi", "parse-integer", "to-number"],
        "`(string->number s)` gives the number that a text stands for",
    ),
    (&["push"], "`(set! xs (cons x xs))` puts an element in front"),
    (&["pop"], "`(car xs)` is the first element, `(set! xs (cdr xs))` takes it away"),
    (&["head", "hd"], "`(car xs)` is the first element of a list"),
    (&["tail", "tl", "rest"], "`(cdr xs)` is a list without its first element"),
    (
        &["concat", "concatenate-lists"],
        "`(append xs ys)` joins lists, `(string-append s t)` strings",
    ),
    (&["input", "readLine", "scanf", "gets"], "`(read-line)` reads a line, `(read)` a datum"),
    (
        &["class", "struct", "defstruct", "defclass"],
        "records are defined by `(define-record-type point (make-point x y) point? (x point-x))`",
    ),
    (&["progn", "do-all"], "`(begin expression ...)` does several things in a row"),
    (&["mapcar"], "the procedure is `(map procedure list)`"),
    (&["funcall"], "a procedure is called by `(procedure argument ...)`, without a word before it"),
    (
        &["defmacro", "define-macro"],
        "macros are defined by `(define-syntax name (syntax-rules () (pattern template)))`",
    ),
    (
        &["multiple-value-bind"],
        "`(let-values (((q r) (floor/ 7 2))) body ...)` takes several values apart",
    ),
    (&["λ", "\\"], "a procedure without a name is `(lambda (x) body ...)`"),
    (&["hash-ref", "gethash"], "`(hash-table-ref/default table key default)` looks a key up"),
    (&["hash-set!", "puthash"], "`(hash-table-set! table key value)` enters a key"),
    (&["empty?", "empty", "isEmpty", "nil?"], "`(null? xs)` asks whether a list is empty"),
    (&["foldr"], "the procedure is `(fold-right kons knil list)`"),
    (&["foldl"], "the procedures are `(fold kons knil list)` and `(fold-left f init list)`"),
];

/// Suffixes of one name with what is written instead; `NAME` stands for the rest of the name.
const SUFFIXES: &[(&str, &str)] = &[
    ("++", "write `(set! NAME (+ NAME 1))`"),
    ("--", "write `(set! NAME (- NAME 1))`"),
    ("+=", "write `(set! NAME (+ NAME amount))`"),
    ("-=", "write `(set! NAME (- NAME amount))`"),
];

/// Words that take the same operands as an operator here.
const OPERATORS: &[(&[&str], &str)] = &[
    (&["print", "puts", "echo"], "display"),
    (&["def", "var", "val", "const", "defvar", "defparameter", "defconstant"], "define"),
    (&["setq", "setf"], "set!"),
    (&["==", "===", "equals"], "="),
    (&["eql"], "eqv?"),
    (&["&&", "&"], "and"),
    (&["||"], "or"),
    (&["!", "~"], "not"),
    (&["mod", "%"], "modulo"),
    (&["rem"], "remainder"),
    (&["div", "//"], "quotient"),
    (&["**", "^", "pow", "power"], "expt"),
    (&["head", "hd"], "car"),
    (&["tail", "tl", "rest"], "cdr"),
    (&["progn"], "begin"),
    (&["mapcar"], "map"),
    (&["empty?", "isEmpty", "nil?"], "null?"),
    (&["len", "size"], "length"),
];

/// The form that a person may have meant by one that begins with a word of another language.
fn rewritten(name: &str, form: &Part) -> Option<String> {
    let operands: Vec<&str> = form.operands().iter().map(|part| part.text.as_str()).collect();
    if operands.is_empty() || form.head() != Some(name) {
        return None;
    }
    if let (true, [procedure, parameters, body @ ..]) =
        (["defun", "def", "function", "fun", "func"].contains(&name), form.operands())
        && procedure.is_name()
        && parameters.is_list()
    {
        let inside = parameters.text.get(1..)?;
        let gap = if parameters.parts().is_empty() { "" } else { " " };
        let body: Vec<&str> = body.iter().map(|part| part.text.as_str()).collect();
        return Some(format!("`(define ({}{gap}{inside} {})`", procedure.text, body.join(" ")));
    }
    let (_, operator) = OPERATORS.iter().find(|(names, _)| names.contains(&name))?;
    Some(format!("`({operator} {})`", operands.join(" ")))
}

/// What is written here instead of a word of another language, which may begin a form.
pub(super) fn instead(name: &str, form: Option<&Part>) -> Option<String> {
    if let Some((_, words)) = WORDS.iter().find(|(names, _)| names.contains(&name)) {
        let meant = form.and_then(|form| rewritten(name, form));
        let meant = meant.filter(|meant| meant.len() <= LONGEST);
        return Some(match meant {
            Some(meant) => format!("write {meant}: {words}"),
            None => (*words).to_owned(),
        });
    }
    SUFFIXES.iter().find_map(|(suffix, words)| {
        let rest = name.strip_suffix(suffix)?;
        let variable = if rest.is_empty() { "i" } else { rest };
        Some(words.replace("NAME", variable))
    })
}

#[cfg(test)]
mod tests {
    use super::super::tests::bound;
    use super::*;

    #[test]
    fn no_word_of_another_language_is_bound() {
        let bound = bound();
        let words = WORDS.iter().flat_map(|(names, _)| *names);
        let strays: Vec<_> = words.filter(|word| bound.iter().any(|name| name == *word)).collect();
        assert!(strays.is_empty(), "{strays:?}");
    }

    #[test]
    fn what_is_named_instead_is_there() {
        let bound = bound();
        for (words, operator) in OPERATORS {
            assert!(bound.iter().any(|known| known == operator), "{operator}");
            let is_known = |word: &&str| WORDS.iter().any(|(names, _)| names.contains(word));
            assert!(words.iter().all(is_known), "{words:?}");
        }
        for (_, words) in WORDS {
            for example in words.split('`').skip(1).step_by(2) {
                let called = example.strip_prefix('(').unwrap_or("quote");
                let name = called.split([' ', ')']).next().unwrap_or("");
                assert!(
                    name == "procedure" || bound.iter().any(|known| known == name),
                    "{example}"
                );
            }
        }
    }

    #[test]
    fn suffixes_keep_the_variable() {
        assert_eq!(instead("i++", None).as_deref(), Some("write `(set! i (+ i 1))`"));
        assert_eq!(
            instead("total+=", None).as_deref(),
            Some("write `(set! total (+ total amount))`")
        );
        assert_eq!(instead("+=", None).as_deref(), Some("write `(set! i (+ i amount))`"));
        assert_eq!(instead("square", None), None);
    }
}
