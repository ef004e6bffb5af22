//! How generated procedures run under random changes of the evaluator: which forms are governed is known
//! from the evaluator's text, by the generator, and nothing else may run otherwise than compiled.

use crate::source_file;
use crate::tower::{Manner as Conversation, Stop, Tower};
use crate::waiting::LevelId;
use levels::machine::boot::Settings;
use levels::machine::execution::Manner;
use levels::machine::switch;
use levels::printer::{Style, to_string_within};
use levels::procedure::{closure, code, entry_of, first_instruction, raw_field, version};
use levels::value::Value;
use std::collections::BTreeSet;

/// Procedures of a program.
const PROCEDURES: usize = 8;
/// Programs, and changes of the evaluator under each.
const PROGRAMS: u64 = 40;
const CHANGES: usize = 6;

/// The functions that a form's evaluation calls, whatever its parts are.
fn calls(form: &str) -> &'static [&'static str] {
    const APPLICATION: [&str; 4] = ["eval-application", "eval-list", "base-apply", "foreign-apply"];
    match form {
        "variable" => &["eval-var"],
        "quote" => &["eval-quote"],
        "if" => &["eval-if"],
        "set!" => &["eval-set!"],
        "begin" | "body" => &["eval-begin"],
        "lambda" => &["eval-lambda"],
        "define" => &["eval-define"],
        "macro" => &["eval-macro-use"],
        "application" => const { &APPLICATION },
        _ => &[],
    }
}

/// Marsaglia's xorshift64.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit
    }
}

/// Writes one procedure, and notes what its evaluation calls.
struct Writer<'r> {
    random: &'r mut Random,
    calls: BTreeSet<&'static str>,
    /// Procedures that may be called: those before it.
    before: usize,
}

impl Writer<'_> {
    fn note(&mut self, forms: &[&str]) {
        for form in forms {
            self.calls.extend(calls(form));
        }
    }

    /// An expression of the variables `a` and `b`.
    fn expression(&mut self, depth: usize) -> String {
        let kinds = if depth == 0 { 3 } else { 13 };
        let part = |writer: &mut Self| writer.expression(depth - 1);
        match self.random.below(kinds) {
            0 => "7".to_owned(),
            1 => self.variable(),
            2 => self.forms(&["quote"], "'(x y)"),
            3 => format!("(if {} {} {})", part(self), part(self), self.tail(&["if"], depth)),
            4 => {
                format!("(begin (set! b {}) {})", part(self), self.tail(&["begin", "set!"], depth))
            }
            5 => format!("(begin {} {})", part(self), self.tail(&["begin"], depth)),
            6 => self.forms(
                &["application", "variable", "lambda"],
                "(procedure? (lambda (x) (if x b 1)))",
            ),
            7 if self.before > 0 => {
                let callee = self.random.below(self.before as u64);
                let (one, two) = (part(self), self.tail(&["application", "variable"], depth));
                format!("(p{callee} {one} {two})")
            }
            7 | 8 => {
                format!("(list {} {})", part(self), self.tail(&["application", "variable"], depth))
            }
            9 => {
                let of_let = ["macro", "application", "lambda", "begin"];
                format!("(let ((a {})) {})", part(self), self.tail(&of_let, depth))
            }
            10 => format!("(when {} {})", part(self), self.tail(&["macro", "if"], depth)),
            11 => format!(
                "((lambda (b) {}) {})",
                part(self),
                self.tail(&["application", "lambda", "begin"], depth)
            ),
            _ => {
                format!("(cons {} {})", part(self), self.tail(&["application", "variable"], depth))
            }
        }
    }

    fn variable(&mut self) -> String {
        let name = if self.random.below(2) == 0 { "a" } else { "b" };
        self.forms(&["variable"], name)
    }

    fn forms(&mut self, forms: &[&str], text: &str) -> String {
        self.note(forms);
        text.to_owned()
    }

    /// The last part of forms that are noted.
    fn tail(&mut self, forms: &[&str], depth: usize) -> String {
        self.note(forms);
        self.expression(depth - 1)
    }
}

/// A program: its text, and what the evaluation of each procedure calls.
fn program(random: &mut Random) -> (String, Vec<BTreeSet<&'static str>>) {
    let (mut text, mut all) = (String::new(), Vec::new());
    for index in 0..PROCEDURES {
        let mut writer = Writer { random, calls: BTreeSet::new(), before: index };
        writer.note(&["body"]);
        writer.calls.insert("base-eval");
        let depth = writer.random.below(4) as usize;
        let body = writer.expression(depth);
        text.push_str(&format!("(define (p{index} a b) {body})\n"));
        all.push(writer.calls);
    }
    (text, all)
}

/// Functions to be replaced.
fn changes(random: &mut Random) -> BTreeSet<&'static str> {
    const ALL: [&str; 13] = [
        "base-eval",
        "eval-var",
        "eval-quote",
        "eval-if",
        "eval-set!",
        "eval-begin",
        "eval-lambda",
        "eval-define",
        "eval-macro-use",
        "eval-application",
        "eval-list",
        "base-apply",
        "foreign-apply",
    ];
    // What every form calls is replaced more rarely.
    let from = if random.below(4) == 0 { 0 } else { 1 };
    (0..=random.below(3))
        .map(|_| ALL[from + random.below((ALL.len() - from) as u64) as usize])
        .collect()
}

/// One tower at level 0.
struct Trial(Tower);

impl Trial {
    fn new() -> Trial {
        let mut tower = Tower::new(Settings::default(), Conversation::Interactive);
        crate::prelude::load(&mut tower);
        tower.manner = Conversation::Script;
        Trial(tower)
    }

    /// The value of the last form, as it is written.
    fn evaluate(&mut self, text: &str) -> String {
        let tower = &mut self.0;
        tower.begin(LevelId(0), Value::NIL);
        let reader = source_file::reader(&mut tower.m, "program", text.as_bytes().to_vec());
        let stop = tower.evaluate_reader(reader.expect("text"), false);
        let Stop::Done(value) = stop else { panic!("{stop:?} of\n{text}") };
        to_string_within(&tower.m.heap, value, Style::Write, 2000)
    }

    fn procedures(&mut self) -> Vec<Value> {
        let globals = self.0.globals(LevelId(0));
        (0..PROCEDURES).map(|index| self.0.m.global_value(globals, &format!("p{index}"))).collect()
    }

    /// Has the level above go through each function as it did.
    fn change(&mut self, functions: &BTreeSet<&'static str>) {
        for name in functions {
            let parameters = if name.ends_with("-apply") { "f args" } else { "exp" };
            self.evaluate(&format!(
                "(em '(let ((original {name}))
                   (set! {name} (lambda ({parameters} env cont)
                     (original {parameters} env (lambda (v) (cont v)))))))"
            ));
        }
    }
}

/// The version that calls enter, and its instructions but for what calls keep in them.
#[derive(PartialEq, Debug)]
struct Entered {
    version: Value,
    flags: u8,
    is_entered_at_once: bool,
    operations: Vec<u64>,
}

fn entered(procedure: Value) -> Entered {
    let template = procedure.field(closure::CODE);
    let version = template.field(code::VERSION);
    let entry = entry_of(procedure);
    let operations = switch::instructions(version)
        .map(|(index, _, _)| raw_field(version, version::FIRST + index));
    Entered {
        version,
        flags: version.header().flags() & !version::CACHING,
        is_entered_at_once: entry == first_instruction(version).cast_const(),
        operations: operations.collect(),
    }
}

fn all_calls() -> String {
    (0..PROCEDURES).map(|index| format!("(p{index} {index} #f)")).collect::<Vec<_>>().join(" ")
}

#[test]
fn nothing_is_interpreted_unless_its_form_is_governed() {
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let mut counts = [0; 3];
    for _ in 0..PROGRAMS {
        let (text, calls) = program(&mut random);
        let mut trial = Trial::new();
        let all = format!("(list {})", all_calls());
        let values = trial.evaluate(&format!("{text}{all}"));
        let procedures = trial.procedures();
        let before: Vec<Entered> = procedures.iter().map(|of| entered(*of)).collect();
        for _ in 0..CHANGES {
            let changed = changes(&mut random);
            trial.change(&changed);
            assert_eq!(trial.evaluate(&all), values, "{changed:?}\n{text}");
            for (index, procedure) in procedures.iter().enumerate() {
                let governed: BTreeSet<&str> =
                    calls[index].intersection(&changed).copied().collect();
                let place = format!("p{index} under {changed:?}\n{text}");
                let run = trial.0.execution(LevelId(0), *procedure);
                let performed: BTreeSet<&str> = crate::governing::performed(run.steps).collect();
                assert_eq!(performed, governed, "{place}");
                assert_eq!(run.manner == Manner::Compiled, governed.is_empty(), "{place}");
                if governed.is_empty() {
                    assert_eq!(entered(*procedure), before[index], "{place}");
                }
                counts[run.manner as usize] += 1;
            }
            trial.evaluate("(reset-level! 0)");
            assert_eq!(trial.evaluate(&all), values, "{text}");
            let after: Vec<Entered> = procedures.iter().map(|of| entered(*of)).collect();
            assert_eq!(after, before, "restored after {changed:?}\n{text}");
        }
    }
    assert!(counts[0] > 50 && counts[1] > 50, "{counts:?}");
}
