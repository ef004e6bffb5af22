"""What sessions have to cover: each form, under each hook, with each control operator in it, at each level.

A cell is met when the operator is reached inside the form, at the level, while the hook is what governs that level.
The running program says so: before the operator stands a mark, which at the level above looks whether the hook is
there and writes the cell's number. Nothing else counts.
"""

import random
import re

from forms import CHANGES, PRINTERS, READERS, RESCUES, TRANSFORMS

LEVELS = [0, 1, 2]

# Forms: what the evaluator takes apart, with HOLE where the operator stands; where a form holds no expression of its
# own level, before and after the operator. NEW is a number that no other input has.
FORMS = {
    "constant": ['(list 1 HOLE "s" #t)'],
    "variable": ["(list x HOLE x)", "(let ((a x)) (list a HOLE a y))"],
    "quote": ["(list 'a HOLE '(b c))"],
    "if": ["(if HOLE 'yes 'no)", "(if 'yes HOLE)", "(if #f 'no HOLE)"],
    "set!": ["(begin (set! x HOLE) x)", "(let ((a 1)) (set! a HOLE) (list a a))"],
    "define": ["(define x HOLE)", "(let () (define a HOLE) (list a a))", "(let () (define (h v) (list v HOLE)) (h 1))"],
    "lambda": ["((lambda (a) (list a HOLE)) 1)", "((lambda a (cons HOLE a)) 1 2)"],
    "begin": ["(begin HOLE (list 'after))", "(begin (display 'd) HOLE)"],
    "define-syntax": ["(begin (define-syntax q (syntax-rules () ((_ v) (list v 'q)))) (q HOLE))",
                      "(let () (define-syntax r (syntax-rules () ((_ v) (list v 'r)))) (r HOLE))"],
    "let-syntax": ["(let-syntax ((q (syntax-rules () ((_ v) (list 'q v))))) (q HOLE))", "(let-syntax () (list HOLE))"],
    "letrec-syntax": ["(letrec-syntax ((q (syntax-rules () ((_) 'none) ((_ v w ...) (list v (q w ...)))))) (q 1 HOLE))"],
    "delta": ["((delta (exp env cont) (base-eval (car exp) env cont)) HOLE)",
              "((delta (exp env cont) (base-eval (cadr exp) env (lambda (v) (cont (list v))))) x HOLE)"],
    "EM": ["(list (EM x) HOLE (EM 'a))", "(begin (exec-at-metalevel (set! n 0)) HOLE)"],
    "import": ["(begin (import (scheme char)) HOLE)", "(begin (import (prefix (scheme lazy) l:)) (list HOLE))"],
    "define-library": ["(begin (define-library (soak NEW) (export b) (import (scheme base)) (begin (define b 1))) HOLE)"],
    "application": ["(list 'list HOLE (p))", "(f HOLE)", "(g (cons HOLE x))", "(+ 1 (g (list 2 HOLE)))"],
    "macro use": ["(both HOLE (p))", "(either HOLE 'or)"],
    "let": ["(let ((a HOLE) (b x)) (list a b))", "(let ((a x)) (list a HOLE))"],
    "let*": ["(let* ((a HOLE) (b (list a))) (list a b))"],
    "letrec": ["(letrec ((h (lambda (i) (if (< i 1) HOLE (h (- i 1)))))) (h 2))", "(letrec ((h (lambda (i) (list i HOLE)))) (list (h 1) h))"],
    "letrec*": ["(letrec* ((a HOLE) (h (lambda () (list a)))) (h))"],
    "named let": ["(let loop ((i 0)) (if (< i 2) (begin (display HOLE) (loop (+ i 1))) 'end))",
                  "(let loop ((i 0)) (if (< i 2) (cons HOLE (loop (+ i 1))) '()))"],
    "do": ["(do ((i 0 (+ i 1)) (a '() (cons HOLE a))) ((= i 2) a))"],
    "and": ["(and 'yes HOLE (p))"],
    "or": ["(or HOLE 'or)", "(or #f HOLE)"],
    "cond": ["(cond (HOLE => list) (else 'none))", "(cond (#f 1) ('yes HOLE))"],
    "case": ["(case HOLE ((a 1) 'one) (else 'other))", "(case 1 ((1) HOLE))"],
    "when": ["(when 'yes HOLE (p))"],
    "unless": ["(unless #f HOLE (p))"],
    "case-lambda": ["((case-lambda ((a) (list a HOLE)) ((a b) 'two)) 1)"],
    "let-values": ["(let-values (((a b) (values HOLE 2))) (list a b))"],
    "define-values": ["(let () (define-values (a b) (values 1 HOLE)) (list a b))"],
    "quasiquote": ["`(1 ,HOLE ,@(list x))"],
    "delay": ["(force (delay (list HOLE)))"],
    "map": ["(map (lambda (i) (list i HOLE)) '(1 2))", "(for-each (lambda (i) (display i) HOLE) '(1 2))", "(vector-map (lambda (i) (list i HOLE)) #(1 2))"],
    "apply": ["(apply f (list HOLE))", "(apply (lambda (a b) (list a HOLE b)) '(1 2))"],
    "eval": ["(eval 'HOLE (interaction-environment))", "(eval (list 'list 1 'HOLE) (interaction-environment))"],
}

# Those that may have to stand at the top of an input.
AT_THE_TOP = ["define", "define-syntax", "import", "define-library"]

# What may stand around a form, at the same level.
AROUND = [
    "(list 'list HOLE (p))", "(parameterize ((p 'in)) (list HOLE (p)))", "(guard (e (#f 'never)) (list HOLE (p)))",
    "(guard (e (#t (list 'caught (w e) (p)))) HOLE)", "(dynamic-wind (lambda () (display '<)) (lambda () HOLE) (lambda () (display '>)))",
    "(let ((a 1)) (list HOLE a))", "(if HOLE 'yes 'no)", "(map (lambda (i) HOLE) '(1 2))", "(let loop ((i 0)) (if (< i 2) (begin HOLE (loop (+ i 1))) i))",
    "(with-exception-handler (lambda (e) (list 'handled (w e))) (lambda () HOLE))", "((lambda (a) (set! a HOLE) a) 1)", "(cons (call/cc (lambda (c) (set! k c) HOLE)) x)",
]

# Control operators: what leaves, resumes, repeats, catches, moves or has others evaluate. E is a simple expression;
# what stands behind a line feed is an input of its own that follows.
OPERATORS = {
    "none": ["E", "(list E)"],
    "call/cc": ["(call/cc (lambda (c) (list 'never (c E))))", "(list (call/cc (lambda (c) (map c (list E)))))"],
    "re-entry": ["(call/cc (lambda (c) (set! k c) E))\n(again E)", "(list (call/cc (lambda (c) (set! k c) E)))\n(list 'from (once E))"],
    "values": ["(call-with-values (lambda () (values E 2)) list)"],
    "dynamic-wind": ["(dynamic-wind (lambda () (display '<)) (lambda () E) (lambda () (display '>)))",
                     "(dynamic-wind (lambda () (display '<)) (lambda () (call/cc (lambda (c) (set! k c) E))) (lambda () (display '>)))\n(again E)"],
    "parameterize": ["(parameterize ((p E)) (list (p) E))"],
    "guard": ["(guard (e (#t (list 'caught (w e) (p)))) (list 1 (raise E)))", "(guard (e ((string? e) 'never)) (list 1 (raise-continuable E)))",
              "(guard (e ((error-object? e) 'error)) (list 1 (car E)))"],
    "handler": ["(with-exception-handler (lambda (e) (list 'handled (w e))) (lambda () (list 1 (raise-continuable E))))",
                "(with-exception-handler (lambda (e) E) (lambda () (list 1 (raise E))))"],
    "raise": ["(raise E)", "(list 1 (raise-continuable E))", "(error \"message\" E)"],
    "unbound": ["nowhere", "(list nowhere E)"],
    "error": ["(car 5)", "(list 1 (f))", "(vector-ref #(1) E)"],
    "em": ["(em '(list 'above E (p)))", "(list 1 (em '(em '(list 'above E))))", "(EM (list 'above (EM E)))"],
    "em-cont": ["(em-cont)", "(list 1 (em-cont) (p))", "(em '(list 1 (em-cont)))"],
    "old-cont": ["(EM (old-cont E))", "(EM (begin (set! k old-cont) (old-cont E)))"],
    "delta": ["((delta (exp env cont) (cont exp)) E)", "((delta (exp env cont) (cont (em-cont))) E)", "(map (delta (exp env cont) (cont exp)) '(1))"],
    "cont": ["((delta (exp env cont) (cont 1) (cont 2) 'end) E)", "((delta (exp env cont) 'dropped) E)",
             "((delta (exp env cont) (set! k cont) (cont 1)) E)\n(EM (again E))"],
    "base-eval": ["(EM (list 1 (base-eval 'x global-env (lambda (v) v))))", "(base-eval '(list E) (interaction-environment) (lambda (v) (list 'below v (p))))",
                  "(EM (base-apply f (list E) global-env list))"],
    "with-evaluator": ["(with-evaluator 'eval-var (lambda (o) (lambda (exp env cont) (o exp env (lambda (v) (cont (if (number? v) (+ v 100) v)))))) (lambda () (list E x)))",
                       "(with-evaluator 'eval-application (lambda (o) (lambda (exp env cont) (set! tally (+ tally 1)) (o exp env cont))) (lambda () (list E)))"],
    "change": ["(begin (EM (set! eval-quote (lambda (exp env cont) (cont (list 'quoted (cadr exp)))))) (list 'a E))",
               "(begin (EM (set! HOOK o-HOOK)) (list E x))", "(list x (EM (begin (set! HOOK o-HOOK) 1)) x)"],
}

EVALUATORS = ["base-eval", "eval-var", "eval-quote", "eval-if", "eval-set!", "eval-define", "eval-lambda", "eval-delta",
              "eval-begin", "eval-list", "eval-define-syntax", "eval-let-syntax", "eval-import", "eval-macro-use",
              "eval-application", "base-apply", "foreign-apply"]
OF_THE_REPL = ["read-forms", "transform", "print-result", "rescue"]
NAMES = EVALUATORS + OF_THE_REPL

# How a hook may be: it passes on what it is given; it counts, too; it has something mean what it did not.
MANNERS = ["neutral", "counting", "changing"]
NEUTRAL = ["(lambda (GIVEN cont) (o-NAME GIVEN cont))", "(lambda (GIVEN cont) (o-NAME GIVEN (lambda (v) (cont v))))"]
COUNTING = ["(lambda (GIVEN cont) (set! tally (+ tally 1)) (o-NAME GIVEN cont))",
            "(lambda (GIVEN cont) (o-NAME GIVEN (lambda (v) (set! tally (+ tally 1)) (cont v))))"]
MORE_CHANGES = {
    "eval-delta": ["(lambda (GIVEN cont) (o-NAME GIVEN (lambda (d) (cont d) (cont d))))"],
    "eval-define-syntax": ["(lambda (GIVEN cont) (o-NAME GIVEN (lambda (v) (cont 'syntax))))"],
    "eval-let-syntax": ["(lambda (GIVEN cont) (o-NAME GIVEN (lambda (v) (cont (list 'let-syntax v)))))"],
    "eval-import": ["(lambda (GIVEN cont) (o-NAME GIVEN (lambda (v) (cont 'imported))))"],
    "foreign-apply": ["(lambda (GIVEN cont) (cont 'foreign))"],
}
ONE_PARAMETER = {
    "neutral": ["(lambda (v) (o-NAME v))"],
    "counting": ["(lambda (v) (set! tally (+ tally 1)) (o-NAME v))"],
}
RESCUING = {
    "neutral": ["(lambda (c e k) (o-rescue c e k))"],
    "counting": ["(lambda (c e k) (set! tally (+ tally 1)) (o-rescue c e k))"],
    "changing": RESCUES,
}
# What is read must be evaluated, or the form is never reached.
REPL_CHANGES = {"read-forms": READERS[1:], "transform": [TRANSFORMS[0], TRANSFORMS[3]], "print-result": [PRINTERS[0], PRINTERS[2]]}

HOOKS = [("none", "none")] + [(name, manner) for name in NAMES for manner in MANNERS]

def texts_of(name, manner):
    """The texts that a hook of that manner may have."""
    if name == "rescue":
        return RESCUING[manner]
    if name in OF_THE_REPL:
        texts = REPL_CHANGES[name] if manner == "changing" else ONE_PARAMETER[manner]
    else:
        texts = NEUTRAL if manner == "neutral" else COUNTING if manner == "counting" else CHANGES.get(name) or MORE_CHANGES[name]
    given = "operator operands env" if name.endswith("-apply") else "exp env"
    return [text.replace("ORIGINAL", "o-" + name).replace("GIVEN", given).replace("o-NAME", "o-" + name)
            .replace("(exp env cont)", f"({given} cont)") for text in texts]


def described(cell):
    form, operator, (name, manner), level = cell
    hook = name if name == "none" else f"{manner} {name}"
    return f"{form} × {operator} × {hook} × level {level}"


class Cells:
    """All cells by their numbers: the level changes fastest, then the hook, then the form and the operator, which go
    through all their pairs in an order that has nothing to do with either."""

    def __init__(self):
        self.pairs = [(form, operator) for form in FORMS for operator in OPERATORS]
        random.Random(0).shuffle(self.pairs)
        self.grounds = [(hook, level) for hook in HOOKS for level in LEVELS]
        random.Random(1).shuffle(self.grounds)

    def __len__(self):
        return len(self.pairs) * len(self.grounds)

    def cell(self, number):
        pair, ground = divmod(number, len(self.grounds))
        return (*self.pairs[pair], *self.grounds[ground])

    def hook(self, number):
        return self.cell(number)[2]

    def level(self, number):
        return self.cell(number)[3]


CELLS = Cells()

# How many cells a session aims at, all of one hook and level; sessions of so many numbers aim at all.
AT_ONCE = 4
SESSIONS = len(CELLS.grounds) * len(CELLS.pairs) // AT_ONCE


def aims(number):
    """The cells of a session."""
    turn, ground = divmod(number, len(CELLS.grounds))
    # No two grounds meet the pairs in the same company.
    first = (turn * AT_ONCE + ground) % len(CELLS.pairs)
    pairs = [(first + step) % len(CELLS.pairs) for step in range(AT_ONCE)]
    return [pair * len(CELLS.grounds) + ground for pair in pairs]


def inputs(number, random, forms, turn):
    """The inputs that aim at a cell: the form with the operator in it behind a mark, at first within another form."""
    form, operator, (name, _), level = CELLS.cell(number)
    here, *later = random.choice(OPERATORS[operator]).replace("HOOK", "eval-var" if name == "none" else name).split("\n")
    looks = "#t" if name == "none" else f"(eq? {name} there)"
    mark = f"(EM (if {looks} (display (list 'met {number} level))))"
    text = random.choice(FORMS[form]).replace("NEW", str(random.randrange(10**9)))
    text = text.replace("HOLE", f"(begin {mark} {filled(here, random, forms)})")
    if turn == 0 and form not in AT_THE_TOP and random.random() < 0.4:
        text = random.choice(AROUND).replace("HOLE", text)
    return [text] + [filled(more, random, forms) for more in later]


def filled(text, random, forms):
    """The text with simple expressions in it."""
    return re.sub(r"\bE\b", lambda _: forms.simple([]), text)
