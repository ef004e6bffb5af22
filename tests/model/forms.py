"""Random inputs for sessions, as text."""

NAMES = ["x", "y"]
SYMBOLS = ["a", "b", "many", "stop", "odd"]
PRISTINE_HOOKS = ["read-forms", "transform", "print-result", "rescue"]
EVALUATORS = ["base-eval", "eval-var", "eval-quote", "eval-if", "eval-set!", "eval-define", "eval-lambda",
              "eval-begin", "eval-list", "eval-macro-use", "eval-application", "base-apply"]

# What every level defines, in the order that it needs. `(w e)` shows what was raised.
DEFINITIONS = """
(define x 1)
(define y '(1 2))
(define n 0)
(define k list)
(define saved #f)
(define tally 0)
(define there #f)
(define p (make-parameter 'birth))
(define (f a) (list 'f a))
(define (g a) (if (pair? a) (car a) a))
(define (w e) (if (error-object? e) 'error e))
(define (down i) (if (< i 1) '() (cons i (down (- i 1)))))
(define (again v) (if (< n 4) (begin (set! n (+ n 1)) (k v)) 'enough))
(define (once v) (if (< n 4) (begin (set! n (+ n 1)) (list 'back (k v))) 'enough))
(define-syntax both (syntax-rules () ((_ a b) (let ((t a)) (list t b)))))
(define-syntax either (syntax-rules () ((_ a b) (let ((t a)) (if t t b)))))
"""

# The highest level that has them, where nobody says otherwise.
DEFINED = 7

# Inputs that show what is in force, and what waits: a level that is finished gives its value to those above.
OBSERVATIONS = [
    "(list (p) (em '(p)) (em '(em '(p))))", "(list x n (em 'n))", "(list 'unbound nowhere)", "(list 'raised (raise 'x))",
    "(list (p) nowhere (p))", "(em '(list 'above nowhere (p)))", "(again 'input)", "(em '(again 'input))", "(set! n 0)",
    "(em '(set! n 0))", "(begin (set! n 0) (em '(set! n 0)) (again 'reset))", "(em '(list 'waiting (again 'above)))",
    "(list 'raised (raise-continuable 'ask))", "(em '(list 'raised (raise-continuable 'ask)))",
]

# What may stand around an expression, HOLE: form, control operator, text.
CONTEXTS = [
    ("application", None, "(list 'list HOLE (p))"), ("begin", None, "(begin HOLE (list 'after (p)))"),
    ("application", "parameterize", "(parameterize ((p 'in)) (list HOLE (p)))"),
    ("application", "parameterize", "(parameterize ((p (list (p)))) HOLE)"),
    ("guard", "guard", "(guard (e (#t (list 'caught (w e) (p)))) (list HOLE (raise 'after)))"),
    ("guard", "guard", "(guard (e ((symbol? e) (list 'symbol e))) (list HOLE (p)))"),
    ("guard", "guard", "(guard (e (#f 'never)) (list HOLE (p)))"),
    ("application", "handler", "(with-exception-handler (lambda (e) (list 'handled (w e) (p))) (lambda () (list HOLE (raise-continuable 'after))))"),
    ("application", "dynamic-wind", "(dynamic-wind (lambda () (display '<)) (lambda () HOLE) (lambda () (display '>)))"),
    ("map", None, "(map (lambda (i) (list i HOLE)) '(1 2))"), ("map", None, "(for-each (lambda (i) (display i) HOLE) '(1 2))"),
    ("named let", None, "(let loop ((i 0)) (if (< i 2) (begin (display HOLE) (loop (+ i 1))) 'end))"),
    ("let", None, "(let ((a HOLE)) (set! x (list a)) (list a x))"), ("if", None, "(if HOLE (list 'yes (p)) 'no)"),
    ("application", "call/cc", "(list 'captured (call/cc (lambda (c) (set! k c) HOLE)))"),
    ("apply", None, "(apply f (list HOLE))"), ("macro use", None, "(both HOLE (p))"), ("define", None, "(let () (define a HOLE) (list a (p)))"),
    ("em", "em", "(list 'em (em 'HOLE))"), ("EM", "em", "(EM HOLE)"), ("EM", "em", "(list (EM (list 'up HOLE (p))) (p))"),
    ("values", None, "(call-with-values (lambda () (values HOLE 2)) list)"), ("eval", None, "(eval 'HOLE (interaction-environment))"),
]
REFLECTIVE_CONTEXTS = [
    ("delta", "delta", "(list 'delta (d HOLE))"), ("delta", "delta", "((delta (exp env cont) (base-eval (car exp) env cont)) HOLE)"),
    ("base-eval", "evaluator", "(base-eval 'HOLE (interaction-environment) (lambda (v) (list 'below v (p))))"),
    ("base-eval", "evaluator", "(EM (list 'eval (base-eval 'HOLE global-env (lambda (v) (list 'result v (p))))))"),
    ("delta", "delta", "((delta (exp env cont) (parameterize ((p 'delta)) (list 'done (base-eval (car exp) env cont)))) HOLE)"),
    ("with-evaluator", "change", "(with-evaluator 'eval-var (lambda (o) (lambda (exp env cont) (o exp env (lambda (v) (cont (if (symbol? v) (list v) v)))))) (lambda () HOLE))"),
]

# What stands within: control operator and text; E is a simple expression.
TRIGGERS = [
    ("rescue", "nowhere"), ("rescue", "(car E)"), ("raise", "(raise 'raised)"), ("raise", "(raise-continuable E)"), ("em-cont", "(em-cont)"),
    ("em-cont", "(em '(em-cont))"), ("re-entry", "(again E)"), ("re-entry", "(again E)"), ("cont", "(EM (again E))"),
    ("cont", "(EM (list 'waiting (again E)))"), ("call/cc", "(call/cc (lambda (c) (set! k c) E))"), ("call/cc", "(call/cc (lambda (c) (c E)))"),
    ("call/cc", "(EM (call/cc (lambda (c) (set! k c) E)))"), ("old-cont", "(EM (old-cont E))"), ("old-cont", "(EM (begin (set! k old-cont) E))"),
    ("em", "(em '(raise 'above))"), ("rescue", "(em '(list 'above nowhere))"), ("set!", "(begin (set! x E) x)"),
]
REFLECTIVE_TRIGGERS = [
    ("delta", "(d E E)"), ("change", "x"), ("change", "y"), ("change", "'many"), ("change", "'stop"), ("change", "'odd"), ("change", "(+ 1 2)"),
    ("change", "(f E)"), ("change", "(cons 1 2)"), ("change", "(car 'a)"), ("evaluator", "(EM (base-eval 'x global-env (lambda (v) v)))"),
    ("change", "(EM (set! eval-quote (lambda (exp env cont) (cont 'hooked))))"), ("change", "(EM (set! eval-var o-eval-var))"),
    ("change", "(EM (set! eval-quote o-eval-quote))"),
]

RESCUES = [
    "(lambda (c e k) (k 'rescued))",
    "(lambda (c e k) 'dropped)",
    "(lambda (c e j) (set! k j) (j 'kept))",
    "(lambda (c e j) (set! k j) (list 'kept-and-dropped (p)))",
    "(lambda (c e j) (list 'rescue-done (parameterize ((p 'rescue)) (j (p)))))",
    "(lambda (c e j) (guard (e (#t (list 'rescue-caught (w e)))) (j 'guarded) (raise 'late)))",
    "(lambda (c e j) (list 'rescue-wound (dynamic-wind (lambda () (display '<<)) (lambda () (j 'wound)) (lambda () (display '>>)))))",
    "(lambda (c e k) (k 1) (k 2))",
    "(lambda (c e k) (o-rescue c e k))",
    "(lambda (c e k) (list 'after (o-rescue c e k)))",
    "(lambda (c e k) (if (error-object? c) (o-rescue c e (lambda (v) (k (list 'through v)))) (k (list 'raised c))))",
    "(lambda (c e k) (guard (e (#t (k (w e)))) (raise 'in-rescue)))",
    "(lambda (c e k) (k (em-cont)))",
    "'broken",
]
TRANSFORMS = [
    "(lambda (forms) (append forms forms))",
    "(lambda (forms) (map (lambda (f) (list 'list ''t f)) forms))",
    "(lambda (forms) (set! tally (+ tally 1)) forms)",
    "(lambda (forms) (if (and (pair? forms) (pair? (car forms)) (eq? (caar forms) 'list)) (list (cons 'vector (cdar forms))) forms))",
    "(lambda (forms) (if (pair? (car forms)) forms (em-cont)))",
]
PRINTERS = [
    "(lambda (v) (o-print-result (list 'value v)))",
    "(lambda (v) (set! tally (+ tally 1)) (o-print-result v))",
    "(lambda (v) (if (pair? v) (em-cont)) (o-print-result v))",
]
READERS = [
    "(lambda (text) (set! tally (+ tally 1)) (o-read-forms text))",
    "(lambda (text) (let ((forms (o-read-forms text))) (if (list? forms) (reverse forms) forms)))",
]

# Evaluator functions with three parameters; ORIGINAL stands for what was bound.
NEUTRAL = [
    "(lambda (exp env cont) (ORIGINAL exp env cont))",
    "(lambda (exp env cont) (ORIGINAL exp env (lambda (v) (cont v))))",
    "(lambda (exp env cont) (set! tally (+ tally 1)) (ORIGINAL exp env cont))",
    "(lambda (exp env cont) (ORIGINAL exp env (lambda (v) (set! tally (+ tally 1)) (cont v))))",
]
CHANGES = {
    "base-eval": ["(lambda (exp env cont) (if (string? exp) (cont 'string) (ORIGINAL exp env cont)))"],
    "eval-var": [
        "(lambda (exp env cont) (if (eq? exp 'x) (cont 'x-hooked) (ORIGINAL exp env cont)))",
        "(lambda (exp env cont) (if (eq? exp 'x) (begin (cont 1) (cont 2)) (ORIGINAL exp env cont)))",
        "(lambda (exp env cont) (if (environment-bound? env exp) (ORIGINAL exp env cont) (cont (list 'unbound (strip-syntax exp)))))",
        "(lambda (exp env cont) (if (eq? exp 'x) (error \"no x\") (ORIGINAL exp env cont)))",
        "(lambda (exp env cont) (if (eq? exp 'x) (cont (em-cont)) (ORIGINAL exp env cont)))",
        "(lambda (exp env cont) (if (eq? exp 'y) (base-apply raise (list 'no-y) env cont) (ORIGINAL exp env cont)))",
        "(lambda (exp env cont) (if (eq? exp 'y) (begin (set! k cont) (cont 'y-kept)) (ORIGINAL exp env cont)))",
        "(lambda (exp env cont) (if (eq? exp 'y) 'dropped (ORIGINAL exp env cont)))",
        "5",
    ],
    "eval-quote": [
        "(lambda (exp env cont) (cont (list \"q\" (cadr exp))))",
        "(lambda (exp env cont) (if (eq? (cadr exp) 'many) (begin (cont 'one) (cont 'two)) (ORIGINAL exp env cont)))",
        "(lambda (exp env cont) (if (eq? (cadr exp) 'stop) 'stopped (ORIGINAL exp env cont)))",
        "(lambda (exp env cont) (if (eq? (cadr exp) 'odd) (cont (guard (e (#t (w e))) (car (cadr exp)))) (ORIGINAL exp env cont)))",
        "(lambda (exp env cont) (if (eq? (cadr exp) 'a) (base-eval '(p) env (lambda (v) (cont (list (p) v)))) (ORIGINAL exp env cont)))",
    ],
    "eval-if": [
        "(lambda (exp env cont) (base-eval (cadr exp) env (lambda (v) (if (memv v '(#f 0 1)) (if (pair? (cdddr exp)) (base-eval (cadddr exp) env cont) (cont 'none)) (base-eval (caddr exp) env cont)))))",
    ],
    "eval-set!": ["(lambda (exp env cont) (ORIGINAL exp env (lambda (v) (cont 'assigned))))"],
    "eval-define": ["(lambda (exp env cont) (ORIGINAL exp env (lambda (v) (cont 'defined))))"],
    "eval-lambda": [
        "(lambda (exp env cont) (ORIGINAL exp env (lambda (f) (set! tally (+ tally 1)) (cont f))))",
    ],
    "eval-begin": ["(lambda (exp env cont) (if (null? exp) (cont 'nothing) (ORIGINAL exp env cont)))"],
    "eval-list": [
        "(letrec ((back (lambda (exps env cont) (if (null? exps) (cont '()) (back (cdr exps) env (lambda (rest) (base-eval (car exps) env (lambda (first) (cont (cons first rest))))))))) (tally 0)) back)",
    ],
    "eval-macro-use": ["(lambda (exp env cont) (if (eq? (car exp) 'both) (cont 'no-both) (ORIGINAL exp env cont)))"],
    "eval-application": [
        "(lambda (exp env cont) (if (eq? (car exp) 'f) (cont (list 'operands (cdr exp))) (ORIGINAL exp env cont)))",
        "(lambda (exp env cont) (if (eq? (car exp) 'f) (base-eval (cadr exp) env (lambda (v) (base-eval (cadr exp) env (lambda (u) (cont (list v u)))))) (ORIGINAL exp env cont)))",
    ],
    "base-apply": [
        "(lambda (operator operands env cont) (if (eq? operator +) (ORIGINAL list operands env cont) (ORIGINAL operator operands env cont)))",
        "(lambda (operator operands env cont) (if (eq? operator cons) (begin (ORIGINAL operator operands env cont) (ORIGINAL list operands env cont)) (ORIGINAL operator operands env cont)))",
        "(lambda (operator operands env cont) (if (and (eq? operator car) (not (pair? (car operands)))) (cont 'no-pair) (ORIGINAL operator operands env cont)))",
    ],
}
DELTAS = [
    "(lambda-like (cont exp))",
    "(lambda-like (cont (list level (length exp))))",
    "(lambda-like (base-eval (car exp) env cont))",
    "(lambda-like (base-eval (car exp) env (lambda (v) (base-eval (car exp) env (lambda (u) (cont (list v u)))))))",
    "(lambda-like (cont 1) (cont 2) 'end)",
    "(lambda-like 'aborted)",
    "(lambda-like (cont (em-cont)))",
    "(lambda-like (set! k cont) (cont 'kept))",
    "(lambda-like (cont (environment-bound? env 'a)))",
    "(lambda-like (cont (guard (e (#t (w e))) (raise 'up))))",
    "(lambda-like (raise 'up))",
]


class Forms:
    def __init__(self, random, plain, defined=DEFINED):
        self.random, self.plain, self.defined = random, plain, defined
        self.met, self.controls = set(), set()
        # A session is about a few things, so that they meet.
        self.makers = random.sample(self.ORDINARY, 10) + 2 * random.sample(self.CONTROL, 6) + 3 * random.sample(self.MOVING, 5)
        if not plain:
            self.makers += 3 * random.sample(self.REFLECTIVE, 5)
        self.rescues = random.sample(RESCUES, 3)
        self.hooks = random.sample(EVALUATORS, 3)

    def preamble(self, hooks=None):
        """What defines them. The pristine functions of these names, as `o-NAME`, are among them."""
        if hooks is None:
            hooks = PRISTINE_HOOKS + ([] if self.plain else EVALUATORS)
        lines = DEFINITIONS.split("\n")[1:-1] + [f"(define o-{name} {name})" for name in hooks]
        if not self.plain:
            lines.append("(define d " + self.delta() + ")")
        levels = " ".join(map(str, range(self.defined + 1)))
        return [
            "(define definitions '(begin " + " ".join(lines) + "))",
            "(define (lifted depth datum) (if (= depth 0) datum (lifted (- depth 1) (list 'em (list 'quote datum)))))",
            f"(for-each (lambda (depth) (eval (lifted depth definitions) (interaction-environment))) '({levels}))",
        ]

    # An input, the forms in it, and the control operators

    def input(self, running):
        """For the level that reads; one that has no definitions is mostly left."""
        self.met, self.controls = set(), set()
        chance = self.random.random()
        if running > 0 and chance < (0.3 if running <= self.defined - 3 else 0.95):
            text = self.back(running)
        elif chance < 0.55:
            text = self.nest()
        elif chance < 0.66:
            text = self.expression(3, [])
        elif chance < 0.78:
            text = self.one_of(OBSERVATIONS)
        elif chance < 0.95:
            text = self.change()
        else:
            text = " ".join(self.expression(2, []) for _ in range(self.random.randint(2, 3)))
        return text, sorted(self.met) or ["constant"], sorted(self.controls)

    def one_of(self, choices):
        return self.random.choice(choices)

    def nest(self, least=1):
        """Something that moves, within a few contexts."""
        control, text = self.one_of(TRIGGERS + ([] if self.plain else REFLECTIVE_TRIGGERS))
        self.controls.add(control)
        text = text.replace("E", self.simple([])) if "EM" not in text else text.replace("EM", "\0").replace("E", self.simple([])).replace("\0", "EM")
        for _ in range(self.random.randint(least, 4)):
            form, control, context = self.one_of(CONTEXTS + ([] if self.plain else REFLECTIVE_CONTEXTS))
            self.met.add(form)
            if control:
                self.controls.add(control)
            text = context.replace("HOLE", text)
        return text

    def back(self, running):
        self.controls.add("old-cont")
        return self.one_of([
            lambda: "(old-cont)", lambda: "(old-cont " + self.expression(1, []) + ")", lambda: ",down",
            lambda: "(list 'never (old-cont " + self.nest(0) + "))", lambda: "(old-cont 5)",
            lambda: "(begin (set! k old-cont) (old-cont 'saved))", lambda: "(old-cont '((list 'resumed)))",
        ])()

    def change(self):
        """Something at some level is changed, or put back."""
        what = self.one_of(self.changes())
        return self.above(what(), self.random.choice([1, 1, 1, 2]))

    def above(self, text, count):
        for _ in range(count):
            text = f"(EM {text})" if self.random.random() < 0.6 else f"(em '{text})"
        return text

    def changes(self):
        plain = [
            lambda: f"(set! rescue {self.one_of(self.rescues)})", lambda: f"(set! rescue {self.one_of(self.rescues)})",
            lambda: f"(set! rescue {self.one_of(self.rescues)})", lambda: "(set! n 0)", lambda: f"(set! transform {self.one_of(TRANSFORMS)})",
            lambda: f"(set! print-result {self.one_of(PRINTERS)})", lambda: f"(set! read-forms {self.one_of(READERS)})",
            self.restored, self.restored, lambda: "(set! saved store)",
            lambda: "(if (store? saved) (set! store saved))", lambda: f"(define x {self.expression(2, [])})",
            lambda: "tally", lambda: "(k 'from-above)", lambda: "(store-ref store 'x)",
        ]
        if self.plain:
            return plain
        return plain + [self.hook] * 12 + [self.all_restored] * 2 + [lambda: f"(set! d {self.delta()})", lambda: "tally"]

    def restored(self):
        name = self.one_of(PRISTINE_HOOKS + ([] if self.plain else EVALUATORS))
        return f"(set! {name} o-{name})"

    def all_restored(self):
        return "(begin " + " ".join(f"(set! {name} o-{name})" for name in EVALUATORS) + ")"

    def hook(self):
        """An evaluator function is replaced: by one that changes nothing, that counts, or that changes what forms
        mean; around the pristine one or around what is there."""
        name = self.one_of(self.hooks)
        text = self.one_of(NEUTRAL if self.random.random() < 0.5 else CHANGES[name])
        if name == "base-apply":
            text = text.replace("(exp env cont)", "(operator operands env cont)").replace("exp env", "operator operands env")
        if "tally" in text and name in ("base-eval", "eval-macro-use"):
            text = text.replace("(set! tally (+ tally 1))", "#t")
        if self.random.random() < 0.3:
            return f"(let ((original {name})) (set! {name} {text.replace('ORIGINAL', 'original')}))"
        return f"(set! {name} {text.replace('ORIGINAL', 'o-' + name)})"

    def delta(self):
        return self.one_of(DELTAS).replace("lambda-like", "delta (exp env cont)")

    # Expressions

    def expression(self, depth, names):
        if depth == 0 or self.random.random() < 0.12:
            return self.simple(names)
        maker = self.one_of(self.makers)
        return maker(self, lambda more=(): self.expression(depth - 1, names + list(more)), names)

    def simple(self, names):
        chance = self.random.random()
        if chance < 0.3:
            return str(self.random.randint(0, 9))
        if chance < 0.55:
            self.met.add("quote")
            return "'" + self.one_of(SYMBOLS)
        if chance < 0.9:
            self.met.add("variable")
            return self.one_of((names + NAMES) if self.random.random() < 0.9 else ["nowhere"])
        return self.one_of(["\"s\"", "#t", "#f", "'()", "tally"])

    def name(self):
        return self.one_of(["a", "b", "c"])

    def form(kind, text, control=None):
        """A maker of forms: each E in the text is an expression, each A one in which the name N is bound."""
        def make(self, expression, names):
            self.met.add(kind)
            if control:
                self.controls.add(control)
            name = self.name()
            parts = []
            for piece in text.replace("N", name).split(" "):
                bare = piece.strip("()'")
                if bare in ("E", "A", "X"):
                    made = expression([name]) if bare == "A" else expression() if bare == "E" else self.one_of(NAMES + names)
                    piece = piece.replace(bare, made)
                parts.append(piece)
            return " ".join(parts)
        return make

    ORDINARY = [
        form("application", "(list E E)"), form("application", "(cons E E)"), form("application", "(+ 1 E)"),
        form("application", "(car E)"), form("application", "(f E)"), form("application", "(g E)"),
        form("application", "(list E)"), form("if", "(if E E E)"), form("if", "(if E E)"),
        form("let", "(let ((N E)) A)"), form("lambda", "((lambda (N) A) E)"), form("lambda", "((lambda N A) E E)"),
        form("begin", "(begin E E)"), form("begin", "(begin (display 'd) E)"),
        form("set!", "(begin (set! X E) E)"), form("set!", "(let ((N E)) (set! N E) A)"),
        form("define", "(let () (define N E) (define (h) A) (list N (h)))"), form("define", "(let () (define N 1) (begin (define h E)) (list N h))"),
        form("named let", "(let again ((i 0) (N E)) (if (< i 2) (again (+ i 1) A) N))"),
        form("macro use", "(both E E)"), form("macro use", "(either E E)"),
        form("define-syntax", "(let () (define-syntax q (syntax-rules () ((_ v) (list v 'q)))) (q E))"),
        form("let-syntax", "(let-syntax ((q (syntax-rules () ((_ v) (list 'q v))))) (q E))"),
        form("derived", "(and E E)"), form("derived", "(or E E)"), form("derived", "(cond (E E) (else E))"),
        form("derived", "(when E E E)"), form("derived", "(case E ((a 1) E) (else E))"),
        form("letrec", "(letrec ((N (lambda (i) (if (< i 1) E (N (- i 1)))))) (N 2))"),
        form("do", "(do ((i 0 (+ i 1)) (N E (list i N))) ((= i 2) A) (display i))"),
        form("map", "(map (lambda (N) A) (list E E))"), form("map", "(for-each (lambda (N) (display (w N))) (list E 1))"),
        form("apply", "(apply f (list E))"), form("apply", "(map + (list 1 2) (list 3 4))"),
        form("eval", "(eval '(list E) (interaction-environment))"), form("values", "(call-with-values (lambda () (values E E)) list)"),
        form("application", "(down 2)"),
    ]
    CONTROL = [
        form("application", "(call/cc (lambda (N) A))", "call/cc"),
        form("application", "(list 1 (call/cc (lambda (c) (list 2 (c E)))))", "call/cc"),
        form("application", "(list 1 (call/cc (lambda (c) (set! k c) E)))", "call/cc"),
        form("application", "(again E)", "re-entry"), form("application", "(again E)", "re-entry"),
        form("application", "(raise E)", "raise"), form("application", "(raise-continuable E)", "raise"),
        form("application", "(error \"message\" E)", "raise"),
        form("guard", "(guard (e (#t (list 'caught (w e)))) E)", "guard"),
        form("guard", "(guard (e ((symbol? e) (list 'symbol e))) E)", "guard"),
        form("guard", "(guard (e ((pair? e) => list) ((assq 'a E) 'never)) E)", "guard"),
        form("guard", "(guard (e (#f 'never)) E)", "guard"),
        form("application", "(with-exception-handler (lambda (e) (list 'handled (w e))) (lambda () E))", "handler"),
        form("application", "(with-exception-handler (lambda (e) E) (lambda () (list 1 (raise-continuable E))))", "handler"),
        form("application", "(dynamic-wind (lambda () (display '<)) (lambda () E) (lambda () (display '>)))", "dynamic-wind"),
        form("application", "(parameterize ((p E)) E)", "parameterize"), form("application", "(parameterize ((p E)) (list E (p)))", "parameterize"),
        form("application", "(p)", "parameterize"),
        form("application", "(parameterize ((p 'in)) (begin (once E) (list (p) E)))", "re-entry"),
        form("guard", "(guard (e (#t (list 'caught (w e) (p)))) (parameterize ((p E)) (raise E)))", "guard"),
        form("application", "(with-exception-handler (lambda (e) (list (p) (raise-continuable (w e)))) (lambda () (parameterize ((p E)) (list (raise-continuable E)))))", "handler"),
        form("application", "(dynamic-wind (lambda () (display (p))) (lambda () (parameterize ((p E)) E)) (lambda () (display (p))))", "dynamic-wind"),
    ]
    MOVING = [
        form("em", "(em 'E)", "em"), form("em", "(list 1 (em '(list 2 E)))", "em"), form("EM", "(EM E)", "em"),
        form("EM", "(EM (EM E))", "em"), form("em", "(list (p) (em '(p)))", "parameterize"), form("variable", "(list 1 nowhere (p))", "rescue"),
        form("em", "(em '(list 1 nowhere (p)))", "rescue"), form("em", "(em '(parameterize ((p E)) (list (em-cont) (p))))", "em-cont"),
        form("em", "(parameterize ((p E)) (list (em-cont) (p)))", "em-cont"), form("em", "(guard (e (#t (list 'caught (w e)))) (em-cont) (raise E))", "em-cont"), form("em", "(em (list 'list E 'x))", "em"), form("em", "(em-cont)", "em-cont"),
        form("em", "(list E (em-cont) E)", "em-cont"), form("em", "(em '(list 1 (em-cont)))", "em-cont"),
        form("EM", "(EM (old-cont E))", "old-cont"), form("em", "(em '(begin E (k E)))", "cont"),
        form("EM", "(EM (if (< n 4) (begin (set! n (+ n 1)) (k E))))", "cont"),
        form("em", "(em '(set! tally 0))", "em"), form("EM", "(EM (begin (set! k old-cont) E))", "em"),
        form("EM", "(EM (parameterize ((p E)) (list (p) (once E))))", "cont"), form("EM", "(EM (p))", "parameterize"),
        form("EM", "(EM (guard (e (#t (list 'above (w e)))) (list 1 (once E))))", "cont"),
        form("EM", "(EM (guard (e (#f 'never)) (list 1 (once E) (raise E))))", "cont"),
        form("EM", "(EM (with-exception-handler (lambda (e) (list 'above (w e))) (lambda () (once E))))", "cont"),
        form("EM", "(EM (dynamic-wind (lambda () (display '<)) (lambda () (once E)) (lambda () (display '>))))", "cont"),
        form("EM", "(EM (call/cc (lambda (c) (set! k c) E)))", "call/cc"), form("em", "(em '(raise-continuable E))", "raise"),
        form("EM", "(EM (list 1 (call/cc (lambda (c) (set! k c) (once E)))))", "call/cc"),
    ]
    REFLECTIVE = [
        form("delta", "(d E E)", "delta"), form("delta", "(list 1 (d E))", "delta"), form("delta", "((delta (exp env cont) (cont exp)) E)", "delta"),
        form("delta", "(map d (list E))", "delta"), form("delta", "((delta (exp env cont) (base-eval (car exp) env cont)) E)", "delta"),
        form("base-eval", "(em '(base-eval 'E global-env (lambda (v) (list 'result v))))", "evaluator"),
        form("base-eval", "(base-eval 'E (interaction-environment) (lambda (v) (list 'below v)))", "evaluator"),
        form("base-eval", "(EM (list 1 (base-eval 'E global-env (lambda (v) v))))", "evaluator"),
        form("base-eval", "(EM (base-apply f (list E) global-env list))", "evaluator"),
        form("hook", "(begin (EM (set! eval-quote (lambda (exp env cont) (cont 'hooked)))) E)", "change"),
        form("hook", "(list E (EM (set! eval-var o-eval-var)) E)", "change"),
        form("hook", "(begin (EM (set! eval-quote o-eval-quote)) E)", "change"),
        form("hook", "(let again ((i 0)) (if (< i 3) (begin (if (= i 1) (EM (set! eval-if (lambda (exp env cont) (set! tally (+ tally 1)) (o-eval-if exp env cont))))) (again (+ i 1))) E))", "change"),
        form("with-evaluator", "(with-evaluator 'eval-var (lambda (o) (lambda (exp env cont) (o exp env (lambda (v) (cont (if (number? v) (+ v 100) v)))))) (lambda () E))", "change"),
    ]
