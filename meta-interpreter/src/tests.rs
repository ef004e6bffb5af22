//! The text is what the table says, and evaluates as the machine does.

use super::*;
use levels::builtins::condition::report;
use levels::environment::{self, GlobalsId, UNIVERSE};
use levels::level::local;
use levels::machine::{Event, Machine};
use levels::printer::{self, Style};
use levels::reader::read_all;
use levels::value::Value;

/// What stands for the tower, at one level.
const STUBS: &str = "
(define (fail failure exp env cont) (raise (failure-condition failure)))
(define (apply-below procedure operands env cont) (cont (apply procedure operands)))
(define (interpreted? object)
  (if (closed-environment object) (environment-bound? (closed-environment object) 'here) #f))
(define (load-library exp env cont) (error \"no libraries here\"))
(define (make-delta exp env) (error \"no reifiers here\"))
(define (delta-procedure object) object)
(define (value-of exp env) (base-eval exp env (lambda (value) value)))
";

/// A machine, and the globals in which the evaluator is defined.
struct Interpreter {
    m: Machine,
    evaluator: GlobalsId,
}

impl Interpreter {
    fn new() -> Interpreter {
        let mut m = Machine::new(1 << 30);
        let name = m.intern("evaluator");
        let evaluator = environment::new_globals(&mut m, name, Some(UNIVERSE));
        for operation in OPERATIONS {
            let procedure = m.global_value(UNIVERSE, &format!("%{operation}"));
            assert!(procedure.is_procedure(), "{operation}");
            let symbol = m.intern(operation);
            environment::define(&mut m, evaluator, symbol, procedure);
        }
        let mut interpreter = Interpreter { m, evaluator };
        for text in [STUBS, TEXT] {
            interpreter.all_compiled(text, evaluator).unwrap();
        }
        interpreter
    }

    /// New globals for a program.
    fn globals(&mut self) -> GlobalsId {
        let name = self.m.intern("here");
        let id = environment::new_globals(&mut self.m, name, Some(UNIVERSE));
        environment::define(&mut self.m, id, name, Value::TRUE);
        id
    }

    fn read(&mut self, text: &str) -> Vec<Value> {
        let source = self.m.sources.add("a test", text);
        let (heap, symbols) = (&mut self.m.heap, &mut self.m.symbols);
        let forms = read_all(heap, symbols, &mut self.m.sources, source).unwrap();
        let list = self.m.heap.list(&forms);
        self.m.roots.push(list);
        forms
    }

    fn ended(&mut self) -> Result<Value, String> {
        match self.m.run() {
            Event::Finished(value) => Ok(value),
            Event::Unhandled(object) => Err(report(&self.m.heap, object)),
            event @ (Event::Returned { .. }
            | Event::Called { .. }
            | Event::Evaluate(_)
            | Event::Stale
            | Event::Lift
            | Event::Govern { .. }
            | Event::Step { .. }
            | Event::StepApply { .. }
            | Event::Delta { .. }
            | Event::Rest(_)
            | Event::Enter { .. }
            | Event::Apply { .. }
            | Event::Read(_)
            | Event::Write { .. }
            | Event::Jump { .. }
            | Event::Interrupted(_)) => Err(format!("{event:?}")),
        }
    }

    fn shown(&self, result: Result<Value, String>) -> String {
        match result {
            Ok(value) => printer::to_string(&self.m.heap, value, Style::Write),
            Err(report) => report,
        }
    }

    /// The value of the last form of a text that the machine runs, or the report of the error.
    fn all_compiled(&mut self, text: &str, id: GlobalsId) -> Result<Value, String> {
        let scope = environment::globals(&self.m, id).scope;
        let mut last = Ok(Value::UNSPECIFIED);
        for form in self.read(text) {
            self.m.clear();
            let _ = self.m.enter_evaluation(form, scope, Value::NIL);
            last = Ok(self.ended()?);
        }
        last
    }

    /// The same for a text that the evaluator runs.
    fn all_interpreted(&mut self, text: &str, id: GlobalsId) -> Result<Value, String> {
        let scope = environment::globals(&self.m, id).scope;
        let mut last = Ok(Value::UNSPECIFIED);
        for form in self.read(text) {
            let environment = local::global(&mut self.m.heap, scope);
            let procedure = self.m.global_value(self.evaluator, "value-of");
            self.m.clear();
            let _ = self.m.enter_call(procedure, &[form, environment]);
            last = Ok(self.ended()?);
        }
        last
    }
}

#[test]
fn the_text_defines_the_table_and_nothing_else() {
    let mut interpreter = Interpreter::new();
    for function in Function::ALL {
        let value = interpreter.m.global_value(interpreter.evaluator, function.name());
        let arity = levels::machine::call::arity_of(value);
        assert_eq!(usize::from(arity.min), function.arity(), "{}", function.name());
        assert_eq!(arity.max, Some(arity.min), "{}", function.name());
        assert_eq!(Function::named(function.name()), Some(*function));
    }
    let defined: Vec<&str> = TEXT
        .lines()
        .filter_map(|line| line.strip_prefix("(define (")?.split([' ', ')']).next())
        .filter(|name| *name != "conclude")
        .collect();
    let mut names: Vec<&str> = Function::ALL.iter().map(|function| function.name()).collect();
    names.sort_unstable();
    let mut sorted = defined.clone();
    sorted.sort_unstable();
    assert_eq!(sorted, names);
}

#[test]
fn each_definition_is_found_with_its_comment() {
    for function in Function::ALL {
        let text = definition_of(function.name()).unwrap();
        assert!(text.contains(&format!("(define ({} ", function.name())), "{text}");
    }
    assert!(definition_of("eval-list").unwrap().starts_with(";; The values of operands"));
    assert_eq!(definition_of("car"), None);
}

/// Programs whose value, or error, is the same whoever evaluates them.
const PROGRAMS: &[&str] = &[
    "5 \"text\" #\\a #t",
    "'(a . b)",
    "(if #f 1)",
    "(if 0 1 2)",
    "(begin)",
    "(begin 1 2 3)",
    "(define x 1) (set! x (+ x 1)) x",
    "(define x) x",
    "(define (f . r) r) (f 1 2 3)",
    "(define ((f a) b) (cons a b)) ((f 1) 2)",
    "(define (fib n) (if (< n 2) n (+ (fib (- n 1)) (fib (- n 2))))) (fib 12)",
    "(let loop ((i 0) (s '())) (if (= i 5) s (loop (+ i 1) (cons i s))))",
    "(let () (define (a x) (b (* 2 x))) (define (b y) (+ y 1)) (a 10))",
    "(let () (define-values (p q) (values 1 2)) (list p q))",
    "(let () (define-values (p q . r) (values 1 2 3 4)) (list p q r))",
    "(let () (define-record-type point (make-point x y) point? (x px) (y py)) (px (make-point 4 5)))",
    "(define-record-type point (make-point x y) point? (x px)) (make-point 4 5)",
    "(define x 1) (let-syntax ((m (syntax-rules () ((_ e) (+ e x))))) (let ((x 10)) (m x)))",
    "(let-syntax ((m (syntax-rules () ((_ n e) (define n e))))) (m a 5) (define b a) (+ a b))",
    "(letrec-syntax ((my-or (syntax-rules () ((_) #f) ((_ e r ...) (let ((t e)) (if t t (my-or r ...)))))))
       (let ((t 5)) (my-or #f t)))",
    "(define-syntax swap! (syntax-rules () ((_ a b) (let ((t a)) (set! a b) (set! b t)))))
     (let ((t 1) (u 2)) (swap! t u) (list t u))",
    "(define (f) (define-syntax m (syntax-rules () ((_ n) (define (n) 'made)))) (m g) (g)) (f)",
    "(define (f) (define-syntax m (syntax-rules () ((_ e) (begin (define hidden e) (list hidden))))) (m 7)) (f)",
    "(define (f) (if #t (define q 1)) 2) (f)",
    "(define (f) (define-syntax m (syntax-rules () ((_) 1)))) (f)",
    "(define (f) (lambda () (define x 1))) (f)",
    "(define (f) (define x 1)) (f)",
    "(let ((x 1)) (define y x) (define x 2) (list x y))",
    "(define (f) (g)) (define (g) (h)) (f)",
    "(let ((if list)) (if 1 2 3))",
    "(let ((define list)) (define 1 2))",
    "(define if list) (if 1 2 3)",
    "(define (f x) (if x 1 2)) (define r1 (f 1)) (define-syntax if (syntax-rules () ((_ a b c) (list a b c)))) (cons r1 (f 5))",
    "(define-syntax m (syntax-rules () ((_) 1))) (define (f) (m)) (define a (f))
     (define-syntax m (syntax-rules () ((_) 2))) (list a (f))",
    "(define-syntax d (syntax-rules () ((_ n) n))) (define (f x) (d x)) (define a (f 1))
     (define-syntax d (syntax-rules () ((_ n) (begin (define n 9) n)))) (list a (f 1))",
    "(define (f) (foo x) 1) (define-syntax foo (syntax-rules () ((_ n) (define n 9)))) (f)",
    "(case 3 ((1 2) 'low) ((3 4) 'mid) (else 'high))",
    "(do ((i 0 (+ i 1)) (acc '() (cons (lambda () i) acc))) ((= i 3) (list ((car acc)) ((cadr acc)))))",
    "(let-values (((a b) (values 1 2)) ((c) (values 3))) (list a b c))",
    "`(1 ,(+ 1 1) ,@(list 3 4))",
    "(call-with-current-continuation (lambda (k) (+ 1 (k 42))))",
    "(define (f) (define x (begin (set! y 5) 1)) (define y 2) (list x y)) (f)",
    "(letrec ((even? (lambda (n) (if (= n 0) #t (odd? (- n 1))))) (odd? (lambda (n) (if (= n 0) #f (even? (- n 1)))))) (even? 101))",
    "(define f (let ((n 0)) (lambda () (set! n (+ n 1)) n))) (f) (f) (f)",
    "(define x :from) x",
    "(let ((g (lambda (x) x))) g)",
    "(define g (let () (lambda (x) x))) g",
    "(let () (define g (lambda (x) x)) g)",
    "(let () (define g (let () (lambda (x) x))) g)",
    "(let () (define (g) g) (define h g) (eq? h (g)))",
    // Errors.
    "nowhere",
    "(nowhere 1)",
    "(set! nowhere 1)",
    "(5 5)",
    "()",
    "(1 . 2)",
    "(car . 2)",
    "(if)",
    "(if 1 2 3 4)",
    "(if . 1)",
    "(quote)",
    "(quote 1 2)",
    "(set! 5 1)",
    "(set! x)",
    "(define)",
    "(define 5 1)",
    "(define (5 x) 1)",
    "(define x 1 2)",
    "(define (f))  (f)",
    "(define (f x x) 1)",
    "(lambda)",
    "(lambda (x))",
    "(lambda (1) 1)",
    "(lambda (x x) 1)",
    "(lambda (x . x) 1)",
    "((lambda (x) x))",
    "(define (f x) x) (f)",
    "(define (f x . r) x) (f)",
    "(define (f x) x) (f 1 2)",
    "(let ((f (lambda (x) x))) (f 1 2))",
    "(let-syntax ((x)) 1)",
    "(let-syntax 5 1)",
    "(let-syntax () )",
    "(let-syntax ((m 5)) 1)",
    "(let-syntax ((5 quote)) 1)",
    "(define-syntax)",
    "(define-syntax 5 quote)",
    "(define-syntax m 5)",
    "(let ((x 1)) (import (scheme base)))",
    "(let ((x 1)) (define-library (a)))",
    "(EM)",
    "if",
    "(set! if 5) if",
    "(let-syntax ((m quote)) (set! m 5))",
    "(let ((x 5)) (let-syntax ((m quote)) m))",
    "(letrec ((a b) (b 1)) a)",
    "(define (f) (define a b) (define b 1) a) (f)",
    "(define-syntax m (syntax-rules () ((_ x) x))) (m)",
    "(define-syntax m (syntax-rules () ((_) (m)))) (m)",
    "(define-syntax m (syntax-rules () ((_) (m)))) (define (f) (m)) (f)",
    "(syntax-error \"bad\" 1 2)",
    "(cond (else))",
    "(let ((x 1) (x 2)) x)",
    "(let x)",
    "(car 5)",
    "(vector-ref (vector 1 2) 2)",
    "(let loop ((i 0)) (if (< i 10) (loop (+ i 1)) (car i)))",
    "(raise 'boom)",
    "(error \"message\" 1 2)",
];

#[test]
fn programs_evaluate_as_on_the_machine() {
    let mut interpreter = Interpreter::new();
    let mut faults = Vec::new();
    for program in PROGRAMS {
        let (one, other) = (interpreter.globals(), interpreter.globals());
        let compiled = interpreter.all_compiled(program, one);
        let compiled = interpreter.shown(compiled);
        let interpreted = interpreter.all_interpreted(program, other);
        let interpreted = interpreter.shown(interpreted);
        if compiled != interpreted {
            faults.push(format!("{program}\n  machine:   {compiled}\n  evaluator: {interpreted}"));
        }
    }
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}

/// Numbers that only the seed decides.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    fn word<'w>(&mut self, words: &[&'w str]) -> &'w str {
        words[self.below(words.len() as u64) as usize]
    }
}

/// Words that forms at random are made of.
const HEADS: &[&str] = &[
    "if",
    "define",
    "lambda",
    "set!",
    "quote",
    "begin",
    "let-syntax",
    "letrec-syntax",
    "define-syntax",
    "let",
    "m",
    "f",
    "x",
    "list",
    "d",
    "5",
    "()",
];
const ATOMS: &[&str] = &["x", "y", "f", "5", "()", "if", "m", "d", "x", "\"s\"", "quote", "z"];

/// A form, well or badly made.
fn form(random: &mut Random, depth: u64) -> String {
    if depth == 0 || random.below(4) == 0 {
        return random.word(ATOMS).to_owned();
    }
    let depth = depth - 1;
    let body = |random: &mut Random| {
        let forms: Vec<String> = (0..1 + random.below(3)).map(|_| form(random, depth)).collect();
        forms.join(" ")
    };
    match random.below(12) {
        0 => format!(
            "(lambda ({}) {})",
            random.word(&["", "x", "x y", "x . y", "x x", "5"]),
            body(random)
        ),
        1 => format!(
            "((lambda ({}) {}) {})",
            random.word(&["", "x", "y", "if"]),
            body(random),
            body(random)
        ),
        2 => format!("(let ((x {})) {})", form(random, depth), body(random)),
        3 => format!(
            "(define {} {})",
            random.word(&["x", "(f x)", "z", "((f) . y)", "5"]),
            body(random)
        ),
        4 => format!("(if {})", body(random)),
        5 => format!("(set! {} {})", random.word(&["x", "y", "m", "nowhere"]), body(random)),
        6 => format!(
            "(define-syntax {} (syntax-rules () ((_ a) {})))",
            random.word(&["m", "n"]),
            form(random, depth)
        ),
        7 => format!("(let-syntax ((n (syntax-rules () ((_ a) (list a x))))) {})", body(random)),
        8 => format!("(begin {})", body(random)),
        9 => format!("({} {} . {})", random.word(HEADS), body(random), form(random, 0)),
        _ => format!("({} {})", random.word(HEADS), body(random)),
    }
}

/// What forms at random find: variables, a procedure, a macro, and one that defines.
const SURROUNDINGS: &str = "
(define x 1)
(define y '(2 3))
(define (f . all) (if (pair? all) (cons 'f all) 'f))
(define-syntax m (syntax-rules () ((_ a) (let ((x 5)) (list a x))) ((_ a b) (begin (define a b) a))))
(define-syntax d (syntax-rules () ((_ a b ...) (begin (define a (lambda () b ...)) (define hidden 3)))))
";

#[test]
fn forms_at_random_evaluate_as_on_the_machine() {
    let mut interpreter = Interpreter::new();
    let (mut one, mut other) = (UNIVERSE, UNIVERSE);
    let mut faults = Vec::new();
    let mut ends = true;
    for seed in 0..6_000 {
        if seed % 8 == 0 || !ends {
            (one, other) = (interpreter.globals(), interpreter.globals());
            interpreter.all_compiled(SURROUNDINGS, one).unwrap();
            interpreter.all_compiled(SURROUNDINGS, other).unwrap();
        }
        let program = form(&mut Random(seed), 1 + seed % 5);
        interpreter.m.poll.set_fuel(Some(20_000));
        let compiled = interpreter.all_compiled(&program, one);
        interpreter.m.poll.set_fuel(Some(2_000_000));
        let interpreted = interpreter.all_interpreted(&program, other);
        interpreter.m.poll.set_fuel(None);
        let (compiled, interpreted) = (interpreter.shown(compiled), interpreter.shown(interpreted));
        ends = !compiled.contains("Interrupted(");
        // Of a procedure at the top level the machine says so when it is called, or before the operands.
        let late = compiled.starts_with("a body needs an expression after its definitions");
        // A body that defines the keyword that its forms begin with is an error (R7RS 5.3).
        let keyword = interpreted.strip_prefix("unassigned variable: ");
        let circular = keyword.is_some_and(|name| HEADS.contains(&name));
        if ends && !late && !circular && compiled != interpreted {
            faults.push(format!(
                "{seed}: {program}\n  machine:   {compiled}\n  evaluator: {interpreted}"
            ));
        }
    }
    faults.truncate(20);
    assert!(faults.is_empty(), "\n{}\n", faults.join("\n"));
}
